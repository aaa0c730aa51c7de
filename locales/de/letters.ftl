# Comity, German: letters.
letter-title = Schreiben
letter-text = Eine PDF/A-Datei für eine Behörde, die Papier liest: derselbe Inhalt, mit Anlagen, dem Hash der unterzeichneten Handlung und einem Code zur Prüfung.
letter-which = Welches Schreiben
letter-reminder = Erinnerung an das, was aussteht
letter-language = Sprache der Überschriften und Begriffe
letter-usual = Eine Sprache, die der Empfänger annimmt
letter-accepted = wird dort angenommen
letter-not-accepted = Der Empfänger nimmt { $languages } an. In diesen Sprachen gibt es keine Schreiben; eine Übersetzung muss beiliegen.
letter-download = Schreiben herunterladen
letter-draft-hint = Jede Seite sagt, dass es ein Entwurf ist.
evidence-letter = Code auf einem Schreiben
evidence-letter-hint = Die Zeile, die mit comity:1/ beginnt, auch im QR-Code. Leer lassen, wenn kein Schreiben zu prüfen ist.
evidence-letter-act = die Handlung des Schreibens
error-typeface = Das Schreiben kann nicht gesetzt werden: Auf diesem Rechner fehlt eine Schrift.
audited-letter-made = hat ein Schreiben erstellt
