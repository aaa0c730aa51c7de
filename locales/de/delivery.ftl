## Deliveries that failed: whose turn it is and what comes next.

failed-heading = Was Zustellungen aufhält
failed-caption = Gescheiterte Zustellungen, älteste zuerst
failed-state = Stand
failed-side = Wer am Zug ist
failed-next = Nächster Schritt
failed-state-waiting = wartet
failed-state-refused = abgelehnt
failed-side-here = eine Person hier
failed-side-partner = der Partner
failed-side-between = niemand: es geht vorüber
failed-side-node = dieser Knoten
failed-next-here = Adresse oder Schlüssel des Partners berichtigen.
failed-next-partner = Den Partner anrufen: Er muss seinen Knoten, seine Schlüssel oder seine Akkreditierungen prüfen.
failed-next-between = Nichts: Es wird von selbst erneut versucht.
failed-next-node = Denen zeigen, die diesen Knoten betreiben.
