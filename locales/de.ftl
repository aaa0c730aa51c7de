# Comity, Deutsch. Jede Sprache hat dieselben Meldungen mit denselben Werten; ein Test prüft es.

## Der Rahmen
skip-to-content = Zum Inhalt springen
language = Sprache
nav-menu = Menü
nav-label = Hauptnavigation
nav-group-work = Arbeit
nav-group-reference = Nachschlagen
nav-group-proof = Nachweis und Verwaltung
nav-desk = Arbeitsplatz
nav-search = Person suchen
nav-cases = Fälle
nav-drafts = Entwürfe
nav-law = Recht
nav-partners = Partner
nav-delivery = Zustellung
nav-registers = Register
nav-ledger = Nachweisbuch
nav-witnesses = Zeugen und Schlüssel
nav-evidence = Beweis prüfen
nav-audit = Protokoll
nav-officers = Bedienstete
nav-help = Hilfe und Angaben
foot-node = Knoten von
sign-out = Abmelden
cancel = Abbrechen
refresh = Seite neu laden
unverified = ungeprüft
unverified-title = Diese Regel ist aus der Erinnerung wiedergegeben und nicht in der Quelle gelesen. Vor Gebrauch prüfen.
done-signed-out = Sie sind abgemeldet.
done-password = Ihr Passwort wurde geändert.
done-sent = Der Akt wurde signiert, eingetragen und der Zustellung übergeben.
done-approved = Genehmigt. Der Akt wurde signiert, eingetragen und der Zustellung übergeben.
done-saved = Gespeichert.
done-attached = Gespeichert, und das Dokument wurde angehängt.
done-removed = Gespeichert, und das Dokument wurde entfernt.
done-submitted = Vorgelegt. Eine zweite Person muss den Text lesen und genehmigen, bevor er hinausgeht.
done-returned = Mit Ihrer Anmerkung zurückgegeben.
done-discarded = Der Entwurf wurde aufgegeben.
done-created = Angelegt.
done-rule = Die Regel wurde geändert.

## Einheiten und Zeit
unit-days = { $n ->
    [one] { $n } Tag
   *[other] { $n } Tage
}
unit-hours = { $n ->
    [one] { $n } Stunde
   *[other] { $n } Stunden
}
unit-minutes = { $n ->
    [one] { $n } Minute
   *[other] { $n } Minuten
}
unit-seconds = { $n ->
    [one] { $n } Sekunde
   *[other] { $n } Sekunden
}
unit-bytes = { $n ->
    [one] { $n } Byte
   *[other] { $n } Bytes
}
time-left = noch { $duration }
time-overdue = überfällig seit { $duration }

## Anmelden
sign-in-title = Anmelden
sign-in-login = Anmeldename
sign-in-password = Passwort
sign-in-button = Anmelden
sign-in-wrong = Anmeldename oder Passwort ist falsch. Bitte beides prüfen.
sign-in-throttled = Zu viele Fehlversuche. Versuchen Sie es in { $duration } erneut.
sign-in-demo-title = Konten der Vorführung
sign-in-demo-text = Alle Personen und Fälle auf diesem Knoten sind erfunden.
account-title = Ihr Konto
account-zone = Zeitzone
account-password = Passwort ändern
account-old = Bisheriges Passwort
account-new = Neues Passwort
account-new-hint = Mindestens 10 Zeichen. Ein Satz merkt sich leichter als ein Rätsel.
account-change = Passwort ändern
account-wrong-password = das bisherige Passwort ist falsch
role-officer = Sachbearbeitung
role-approver = Genehmigung
role-auditor = Prüfung
role-admin = Verwaltung

## Listen und Felder
list-search = In dieser Liste suchen
list-search-button = Suchen
list-export = Speichern als
list-none-found = Nichts in dieser Liste passt. Versuchen Sie weniger oder andere Wörter.
list-total = { $n ->
    [0] Keine Einträge
    [one] { $n } Eintrag
   *[other] { $n } Einträge
}
list-pages = Seiten der Liste
list-page = Seite { $page } von { $pages }
list-previous = Zurück
list-next = Weiter
filter-all = Alle
choose = Wählen …
choose-none = Keine Angabe
field-is-missing = fehlt
field-is-required = erforderlich
error-word = Fehler
errors-heading = { $n ->
    [one] Ein Punkt steht entgegen
   *[other] { $n } Punkte stehen entgegen
}
objection-warning = Hinweis

## Arbeitsplatz
desk-title = Was Sie jetzt braucht
desk-search = Person suchen
desk-work = Arbeit im Überblick
desk-our-move = Fälle warten auf uns
desk-unopened = neue Akte ungeöffnet
desk-to-approve = Entwürfe zu genehmigen
desk-due-soon = binnen drei Tagen fällig
desk-our-move-heading = Fälle, in denen wir am Zug sind
desk-nothing = Nichts wartet auf Sie. Neue Akte der Partner erscheinen hier.
desk-all = { $n ->
    [one] In der Liste der Fälle zeigen
   *[other] Alle { $n } in der Liste der Fälle zeigen
}
desk-drafts = Entwürfe
desk-no-drafts = Es gibt keine offenen Entwürfe.
desk-due-heading = Fristen der nächsten zehn Tage
desk-delivery = Zustellung wartet
desk-to-ledger = Nachweisbuch öffnen
desk-keeping = Sie verwalten Partner, Register und Bedienstete dieses Knotens.

## Suche
search-title = Person suchen
search-name = Name
search-name-hint = In jeder Schrift, Schreibweise und Reihenfolge.
search-born = Geburtsdatum
search-born-hint = 1985-03-14, 1985-03 oder 1985. Leer lassen, wenn unbekannt.
search-nationality = Staatsangehörigkeit
search-nationality-hint = Zwei Buchstaben, etwa EE, DE oder RU. Darf leer bleiben.
search-purpose = Zweck
search-purpose-hint = Wird im Protokoll festgehalten und den gefragten Partnern mitgeteilt.
search-purpose-usual = Suche nach einer gesuchten Person
search-basis = Rechtsgrundlage
search-basis-usual = Europäisches Auslieferungsübereinkommen
search-partners = Diese Partner fragen
search-partners-hint = Ein Partner erfährt Namen, Zweck und Rechtsgrundlage und antwortet Treffer oder kein Treffer.
search-no-partners = Noch kann kein Partner gefragt werden.
search-no-partners-asked = Kein Partner wurde gefragt.
search-button = Suchen
search-button-short = Suchen
search-recent = Ihre letzten Suchen
search-recent-none = Noch keine.
search-results-title = Suche nach { $name }
search-results-kicker = Suche
search-again = Suche ändern
search-own = In unseren Registern
search-own-none = In unseren Registern passt niemand.
search-at-partners = Bei Partnern
search-hits = { $n ->
    [0] kein Treffer
    [one] { $n } Treffer
   *[other] { $n } Treffer
}
search-took = nach { $ms } ms beantwortet
answer-waiting = wartet
answer-no-hit = kein Treffer
answer-unreachable = nicht erreichbar
answer-declined = abgelehnt
answer-hits = Treffer
answer-waiting-text = Die Frage ist unterwegs.
answer-no-hit-text = Der Partner antwortet, dass in seinen Registern niemand passt.
answer-unreachable-text = Der Partner ist nicht erreichbar. Die Frage wartet und wird so bald wie möglich zugestellt; nichts geht verloren.
answer-declined-text = Der Partner antwortet nicht, weil:
hit-name-withheld = Name vom Partner nicht mitgeteilt
hits-weak = { $n ->
    [one] { $n } schwache Ähnlichkeit
   *[other] { $n } schwache Ähnlichkeiten
}
hit-reasons = Warum diese Bewertung
hit-open-request = Ersuchen beginnen
hit-open-subject = Im Register öffnen
score-very-likely = sehr wahrscheinlich dieselbe Person
score-likely = wahrscheinlich dieselbe Person
score-possible = möglicherweise dieselbe Person
score-weak = schwache Ähnlichkeit
reason-for = spricht dafür
reason-against = spricht dagegen
reason-name-same = „{ $ours }“ ist gleich
reason-name-transliteration = „{ $ours }“ und „{ $theirs }“ sind ein Name in zwei Schreibungen
reason-name-spelling = „{ $ours }“ und „{ $theirs }“ schreiben sich ähnlich
reason-name-nickname = „{ $ours }“ und „{ $theirs }“ sind Formen eines Namens
reason-name-initial = „{ $ours }“ und „{ $theirs }“ haben den Anfangsbuchstaben gemeinsam
reason-name-sound = „{ $ours }“ und „{ $theirs }“ klingen gleich
reason-name-joined = „{ $ours }“ und „{ $theirs }“ unterscheiden sich nur in der Zusammenschreibung
reason-name-missing = „{ $ours }{ $theirs }“ steht nur auf einer Seite
reason-name-against = „{ $ours }“ und „{ $theirs }“ sind verschieden
reason-born-same = am selben Tag geboren, { $ours }
reason-withheld = nicht offengelegt
reason-born-same-year = Geburtsdaten stimmen überein, soweit bekannt ({ $ours }, { $theirs })
reason-born-swapped = Geburtstag und -monat sind vertauscht ({ $ours }, { $theirs })
reason-born-digit = Geburtsdaten unterscheiden sich in einer Ziffer ({ $ours }, { $theirs })
reason-born-year-off = Geburtsjahre liegen um eins auseinander ({ $ours }, { $theirs })
reason-born-january-first = ein Geburtsdatum ist der 1. Januar, der oft für einen unbekannten Tag steht ({ $ours }, { $theirs })
reason-born-near = Geburtsdaten liegen nahe beieinander ({ $ours }, { $theirs })
reason-born-different = Geburtsdaten sind verschieden ({ $ours }, { $theirs })
reason-nationality-same = gleiche Staatsangehörigkeit, { $theirs }
reason-nationality-different = Staatsangehörigkeiten verschieden ({ $ours }, { $theirs })
reason-sex-same = gleiches Geschlecht
reason-sex-different = Geschlecht verschieden ({ $ours }, { $theirs })
reason-document-same = gleiche Dokumentnummer, { $theirs }
reason-document-near = Dokumentnummern leicht zu verwechseln ({ $ours }, { $theirs })
reason-document-different = Dokumentnummern verschieden ({ $ours }, { $theirs })

## Fälle
cases-title = Fälle
cases-caption = Fälle dieser Behörde, von uns oder von Partnern erbeten
cases-none = Es gibt noch keine Fälle.
case-title = Fall { $person }
case-number = Fall
case-new = neu
case-outgoing = Unser Ersuchen
case-incoming = Ersuchen an uns
case-outgoing-arrow = an
case-incoming-arrow = von
case-evidence = Beweispaket
case-we-act = Wir sind am Zug
case-they-act = Am Zug: { $who }
case-nobody-acts = Niemand muss handeln
case-open-drafts = Offene Entwürfe:
case-draft-open = Entwurf fortsetzen
case-clocks = Fristen
case-clocks-waiting = { $n ->
    [one] { $n } Frist hat noch nicht begonnen
   *[other] { $n } Fristen haben noch nicht begonnen
}
case-timeline = Verlauf
case-absent = { $n ->
    [one] Ein genannter Akt ist hier noch nicht angekommen. Er wird nachgefordert.
   *[other] { $n } genannte Akte sind hier noch nicht angekommen. Sie werden nachgefordert.
}
case-person = Person
case-law = Rechtsgrundlage
case-residual = Grund für die nachrangige Übereinkunft:
case-missing = Fehlt noch
case-undertakings = Zusagen
case-safeguards = Schutzfragen
next-ours = Wir
next-theirs = Gegenseite
status-new = neu
status-requested = ersucht
status-awaiting-supplement = Ergänzung erwartet
status-accepted = angenommen
status-arrested = festgenommen
status-released = freigelassen
status-postponed = aufgeschoben
status-granted = bewilligt
status-in-effect = in Kraft
status-performed = durchgeführt
status-refused = abgelehnt
status-surrendered = übergeben
status-withdrawn = zurückgenommen
status-closed = abgeschlossen
procedure-extradition = Auslieferung
procedure-provisional-arrest = vorläufige Festnahme
procedure-simplified-extradition = vereinfachte Auslieferung
procedure-surrender = Übergabe aufgrund Haftbefehls
deadline-due = Fällig
deadline-obliged = Muss handeln:
deadline-us = wir
deadline-from = Fristbeginn:
deadline-consequence = Sonst:
deadline-state-running = läuft
deadline-state-met = eingehalten
deadline-state-missed = versäumt
deadline-state-waiting = nicht begonnen
deadline-state-suspended = ausgesetzt
deadline-provisional-arrest-maximum = 40 Tage: Ende der vorläufigen Haft
deadline-request-received-may-release = 18 Tage: Ersuchen muss da sein
deadline-supplementary-information = Antwort auf die Frage
deadline-surrender-may-release = 15 Tage: Freilassung möglich
deadline-surrender-must-release = 30 Tage: Freilassung zwingend
deadline-speciality-exit-window = Ende des Schutzes der Spezialität
deadline-outcome-notice = Mitteilung des Ergebnisses
deadline-consent-notice = Mitteilung der Zustimmung
deadline-decision-notice = Mitteilung der Entscheidung
deadline-decision-consent = Entscheidung nach Zustimmung
deadline-decision-no-consent = Entscheidung ohne Zustimmung
deadline-late-consent = Späte Zustimmung
deadline-surrender = Übergabe
deadline-additional-consent = Weitere Zustimmung
deadline-speciality-consent = Antwort zur Spezialität
deadline-re-extradition-consent = Antwort zur Weiterlieferung
deadline-delay-notice = Mitteilung der Verzögerung
deadline-refusal-despite-consent = Mitteilung der Ablehnung trotz Zustimmung
deadline-missing-limits-no-release = Fristen versäumt
deadline-release-after-expiry = Freilassung nach Fristablauf
deadline-speciality-presence = Verbleib nach Freilassung

## Akte
act-request = Ersuchen
act-acceptance = Annahme
act-question = Frage
act-supplement = Ergänzung
act-arrest = Festnahme
act-consent = Zustimmung der Person
act-release = Freilassung
act-decision = Entscheidung
act-surrender = Übergabe
act-outcome = Ergebnis
act-withdrawal = Rücknahme
act-note = Vermerk
act-measure = Maßnahme
act-extension = Fristverlängerung
act-suspension = Hemmung einer Frist
act-undertaking = Zusicherung
act-fulfilment = Verbleib einer Zusicherung
do-request = Ersuchen schreiben
do-acceptance = Annehmen und Festnahme anordnen
do-question = Um Ergänzung bitten
do-supplement = Mit Ergänzung antworten
do-arrest = Festnahme eintragen
do-consent = Zustimmung der Person eintragen
do-release = Freilassung eintragen
do-decision = Entscheidung entwerfen
do-surrender = Übergabe eintragen
do-outcome = Ergebnis mitteilen
do-withdrawal = Ersuchen zurückziehen
do-note = Vermerk hinzufügen
do-measure = Eine Maßnahme eintragen
do-extension = Eine Frist verlängern
do-suspension = Eine Frist hemmen oder fortsetzen
do-undertaking = Eine Zusicherung geben
do-fulfilment = Verbleib einer Zusicherung melden
act-back-to-case = Zurück zum Fall
act-goes-to = An
act-question-number = Frage { $n }
act-more-questions = Weitere Fragen
act-send = Signieren und senden
act-says = Was er sagt
act-proof = Nachweis
act-second-person = Zweite Person:
act-documents = { $n ->
    [one] { $n } Dokument
   *[other] { $n } Dokumente
}
act-fault = Passt nicht zum Verfahren:
act-id = Akt
act-author = Verfasser
act-recipients = Empfänger
act-arrived = Hier eingetragen
act-onward = Weitergabe
act-follows = Folgt auf
act-channel = Kanal
act-channel-place = Epoche { $epoch }, Nummer { $sequence }
act-envelope = Umschlag
onward-none = nicht erlaubt
onward-with-consent = mit Zustimmung
onward-authorities-of-recipient-state = innerhalb des Empfängerstaats
delivery-waiting = Wartet auf Zustellung.
delivery-attempts = { $n ->
    [one] { $n } Versuch bisher.
   *[other] { $n } Versuche bisher.
}
delivery-cause = Ursache:
delivery-next = Nächster Versuch:
stage-stored = Empfangsbestätigung: beim Partner gespeichert
stage-opened = Empfangsbestätigung: dort geöffnet
stage-accepted = Empfangsbestätigung: vom Partner angenommen
stage-refused = Empfangsbestätigung: vom Partner zurückgewiesen
receipt-leaf = Eintrag { $leaf } seines Nachweisbuchs
receipt-own-leaf = Eintrag { $leaf } unseres Nachweisbuchs
receipt-given = Empfang bestätigt

## Entwürfe
drafts-title = Entwürfe
drafts-caption = Akte, die eine zweite Person brauchen
drafts-new = Neues Ersuchen
drafts-other-matter = Etwas anderes ersuchen
drafts-procedures = Worum wird ersucht?
drafts-begin = Beginnen
draft-title = Entwurf: { $act }
draft-nobody-yet = noch niemand genannt
draft-state-editing = in Arbeit
draft-state-submitted = wartet auf Genehmigung
draft-state-returned = zurückgegeben
draft-state-sent = gesendet
draft-state-discarded = aufgegeben
draft-returned-by = { $who } gab ihn mit einer Anmerkung zurück:
draft-save = Speichern
draft-submit = Speichern und zur Genehmigung vorlegen
draft-submit-hint = Eine zweite Person liest den ganzen Text und genehmigt ihn. Vorher geht nichts hinaus.
draft-discard = Entwurf aufgeben
draft-missing = Was fehlt
draft-missing-count = { $n ->
    [one] Ein Punkt fehlt vor der Vorlage.
   *[other] { $n } Punkte fehlen vor der Vorlage.
}
draft-nothing-missing = Nichts. Der Entwurf kann vorgelegt werden.
draft-advice = Einen Blick wert
draft-law = Worum ersucht wird und nach welchem Recht
draft-contents = Was das Ersuchen sagen muss
draft-handling = Behandlung
draft-text = Text
draft-instruments = Übereinkünfte, die beide Staaten heute binden
draft-residual = Nachrangige Übereinkünfte
draft-residual-warning = Zwischen diesen Staaten geht eine andere Übereinkunft vor. Nutzen Sie eine von diesen nur mit Begründung; beide Seiten sehen sie.
draft-no-instrument = An diesem Tag bindet für dieses Verfahren keine Übereinkunft beide Staaten.
draft-their-safeguards = { $n ->
    [one] { $n } Schutzfrage, die die andere Seite beantworten muss
   *[other] { $n } Schutzfragen, die die andere Seite beantworten muss
}
draft-deadlines = { $n ->
    [one] { $n } Frist aus diesem Recht
   *[other] { $n } Fristen aus diesem Recht
}
draft-written-by = Verfasst von
draft-edited-by = geändert von
documents-title = Dokumente
documents-attach = Dokument anhängen
documents-which = Um welches es sich handelt
documents-other = Anderes Dokument
documents-name = Titel
documents-file = Datei
documents-text = Oder sein Text
documents-add = Anhängen und speichern
documents-attached = Angehängt
documents-there = angehängt
documents-remove = Entfernen
safeguard-hint = Jede Antwort trägt Ihren Namen und wird mit ihren Gründen aufbewahrt.
safeguard-blocks = muss beantwortet werden
safeguard-stops = hält den Akt auf
safeguard-reasoning = Gründe
safeguard-confidential = Diese Gründe bleiben bei dieser Behörde und werden nie übermittelt.
safeguard-by = Beantwortet von
safeguard-answered = { $n ->
    [one] { $n } beantwortet
   *[other] { $n } beantwortet
}
safeguard-unanswered = { $n ->
    [one] { $n } noch offen
   *[other] { $n } noch offen
}
safeguard-open = Noch nicht beantwortet
who-requesting = ersuchender Staat
who-requested = ersuchter Staat
who-issuing = Ausstellungsstaat
who-executing = Vollstreckungsstaat
who-both = beide Staaten
who-person = die Person
instrument-role-governs = gilt vorrangig
instrument-role-supplements = ergänzt
instrument-role-residual = nachrangig
ground-none = Kein Grund (bewilligt)
ground-all = { $n ->
    [one] Der Grund im Wortlaut
   *[other] Alle { $n } Gründe im Wortlaut
}
ground-effect-mandatory = muss ablehnen
ground-effect-optional = kann ablehnen
ground-effect-prohibited = kein Grund
ground-effect-postpone = kann aufschieben
ground-effect-conditional = unter Bedingungen
ground-effect-permits-grant = kann bewilligen
ground-effect-procedure = Verfahren
review-heading = Ihre Genehmigung
review-text = Sie verantworten diesen Akt gemeinsam mit dem Verfasser. Lesen Sie alles. Die Genehmigung signiert, versiegelt und sendet sofort.
review-approve = Genehmigen und senden
review-remark = Anmerkung für den Verfasser
review-return = Mit Anmerkung zurückgeben
review-yours = Dies wartet auf Sie.
review-waits = Dies wartet auf eine zweite Person mit der Rolle Genehmigung, die es nicht verfasst hat.
review-sent = Dies wurde genehmigt und gesendet.
review-to-act = Akt öffnen
review-being-written = Dies ist noch in Arbeit.
review-discarded = Dieser Entwurf wurde aufgegeben.
review-changed = Der Entwurf hat sich geändert, während Sie lasen. Lesen Sie ihn vor der Genehmigung erneut.
conflict-title = Zwei Personen haben diesen Entwurf geändert
conflict-text = { $who } hat diesen Entwurf gespeichert, während Sie schrieben. Nichts wurde überschrieben, und Ihr Text ist noch da.
conflict-how = Vergleichen Sie die Texte. Bearbeiten Sie Ihren, oder behalten Sie den anderen, und speichern Sie.
conflict-theirs = Gespeichert von { $who }
conflict-yours = Ihrer, noch nicht gespeichert
conflict-keep = Diesen Text behalten
conflict-save = Diese Fassung speichern
conflict-drop = Meinen verwerfen und den gespeicherten öffnen

## Felder der Akte
field-procedure-provisional-arrest = Vorläufige Festnahme
field-procedure-extradition = Auslieferung
field-procedures = Erbeten
field-instruments = Übereinkünfte
field-person-names = Namen
field-person-born = Geburtsdatum
field-person-nationality = Staatsangehörigkeit
field-person-sex = Geschlecht
field-person-description = Beschreibung
field-language = Sprache
field-urgency = Dringlichkeit
field-residual-reason = Grund für eine nachrangige Übereinkunft
field-purpose = Zweck
field-legal-basis = Rechtsgrundlage
field-handling = Behandlung
field-order = Was angeordnet wurde
field-item-about = Zu
field-item-text = Frage
field-about = Zu
field-question = Frage
field-reply-by = Antwort bis
field-answers = Beantwortet die Frage
field-text = Text
field-at = Wann
field-at-zone = Zeitzone
field-place = Ort
field-before = Vor welcher Behörde
field-counsel = Beistand war anwesend
field-speciality-waived = Die Person hat auf die Spezialität verzichtet
field-revoked = Dies widerruft eine frühere Zustimmung
field-reason = Grund
field-deadline = Abgelaufene Frist
field-outcome = Entscheidung
field-ground = Ablehnungsgrund
field-reasons = Begründung
field-conditions = Bedingungen
field-surrender-on = Tag der Übergabe
field-surrender-place = Ort der Übergabe
field-force-majeure = Die Übergabe wurde durch höhere Gewalt verhindert
field-days-in-custody = Hafttage
field-result = Ergebnis
hint-person-names = Ein Name je Zeile, in jeder Schrift.
hint-person-born = 1985-03-14, 1985-03 oder 1985.
hint-person-nationality = Kürzel wie EE, DE.
hint-conditions = Eine Bedingung je Zeile.
hint-at-zone = Etwa Europe/Berlin.
choice-person-sex-female = weiblich
choice-person-sex-male = männlich
choice-person-sex-other = divers
choice-urgency-routine = gewöhnlich
choice-urgency-urgent = dringend
choice-urgency-immediate = sofort
choice-handling-h0 = H0: keine Einschränkung
choice-handling-h1 = H1: nicht ohne Zustimmung als Beweis
choice-handling-h2 = H2: nicht ohne Zustimmung weitergeben
choice-handling-h3 = H3: vor jedem Gebrauch den Absender fragen
choice-outcome-granted = bewilligt
choice-outcome-refused = abgelehnt
choice-outcome-postponed = aufgeschoben
choice-result-surrendered = übergeben
choice-result-refused = abgelehnt
choice-result-released = freigelassen
choice-result-withdrawn = zurückgenommen
choice-result-not-found = nicht gefunden
choice-result-executed = ausgeführt
choice-result-partly-executed = teilweise ausgeführt
choice-result-not-executed = nicht ausgeführt
choice-result-lapsed = erloschen
choice-tick-yes = ja
choice-tick-no = nein

## Recht
law-title = Recht
law-from = Ersuchender Staat
law-to = Ersuchter Staat
law-state-hint = Zwei Buchstaben, etwa EE, DE oder RU.
law-procedure = Verfahren
law-on = Tag
law-check = Welches Recht gilt?
law-bind = Was { $from } und { $to } am { $on } bindet
law-since = seit
law-excluded = { $n ->
    [one] { $n } Übereinkunft bindet nicht, und warum
   *[other] { $n } Übereinkünfte binden nicht, und warum
}
law-conditions = Voraussetzungen
law-contents = Was das Ersuchen sagen muss
law-documents = Beizufügende Dokumente
law-languages = Sprachen
law-channels = Wege
law-deadlines = Fristen
law-grounds = Ablehnungsgründe
law-declarations = Erklärungen und Vorbehalte
law-library = Bibliothek der Übereinkünfte
law-library-caption = Übereinkünfte als Daten, in eigenen Worten nach den genannten Quellen
law-own-words = In eigenen Worten für die Arbeit wiedergegeben, nicht zum Zitieren. Der verbindliche Wortlaut liegt beim Verwahrer.
law-facts = Die Übereinkunft
law-parties = Vertragsparteien
law-sources = Quellen

## Nachweis
ledger-caption = Einträge, neueste zuerst
ledger-empty = Das Nachweisbuch hat noch keine Einträge.
ledger-size = { $n ->
    [one] Das Nachweisbuch hat { $n } Eintrag.
   *[other] Das Nachweisbuch hat { $n } Einträge.
}
ledger-checkpoint = Signierter Kontrollpunkt
ledger-origin = Ursprung
ledger-entries = Einträge
ledger-root = Wurzel
ledger-signed = Signiert
ledger-note = Die signierte Note
ledger-verify = Ganzes Nachweisbuch prüfen
ledger-verify-hint = Berechnet jeden Eintrag neu und vergleicht ihn mit den signierten Kontrollpunkten, Akten, Umschlägen und Bestätigungen.
ledger-holds = Das Nachweisbuch stimmt
ledger-broken = Das Nachweisbuch stimmt nicht
report-entries = Einträge neu berechnet
report-checkpoints = Kontrollpunkte geprüft
report-matched = Umschläge und Bestätigungen zugeordnet
report-took = Dauer
entry-title = Eintrag { $index } des Nachweisbuchs
entry-leaf = Blatt-Hash
entry-proof = Einschlussbeweis
entry-holds = der Beweis stimmt
entry-fails = der Beweis stimmt nicht
entry-proof-text = { $n ->
    [one] Geschwister-Hashes vom Blatt zur Wurzel über { $n } Eintrag.
   *[other] Geschwister-Hashes vom Blatt zur Wurzel über { $n } Einträge.
}
entry-sent = Akt gesendet
entry-received = Akt empfangen
entry-receipt-given = Bestätigung gegeben
entry-receipt-got = Bestätigung erhalten
entry-key = Schlüssel
entry-partner = Partner
entry-note = Vermerk
entry-overdue = Bestätigung überfällig
entry-filler = Füllung
evidence-title = Beweis prüfen
evidence-text = Ein Beweispaket belegt, wer wann was gesagt hat, ohne jemanden zu fragen. Es wird hier geprüft, wie ein Gericht es ohne Netz prüfen würde, und nicht aufbewahrt.
evidence-file = Beweispaket
evidence-trusted = Fingerabdrücke, denen Sie vertrauen
evidence-trusted-hint = Auf anderem Weg erhalten, durch Leerzeichen getrennt. Leer lassen, um nur die innere Stimmigkeit zu prüfen.
evidence-check = Prüfen
evidence-holds = Das Paket stimmt
evidence-fails = Das Paket stimmt nicht
evidence-made-by = Ausgegeben von
evidence-acts = Akte im Paket
evidence-receipt = Bestätigung
evidence-key-trusted = vertraut
audit-caption = Was an diesem Knoten getan wurde, neuestes zuerst
audit-empty = Noch wurde nichts getan.
audited-signed-in = meldete sich an
audited-search = suchte
audited-case-opened = öffnete einen Fall
audited-document-read = las ein Dokument
audited-subject-read = las einen Registereintrag
audited-partner-answered = Suche eines Partners wurde beantwortet
audited-draft-begun = begann einen Entwurf
audited-draft-submitted = legte einen Entwurf vor
audited-draft-approved = genehmigte einen Entwurf
audited-draft-returned = gab einen Entwurf zurück
audited-draft-discarded = gab einen Entwurf auf
audited-act-sent = sandte einen Akt
audited-evidence-exported = gab ein Beweispaket aus
audited-ledger-verified = prüfte das Nachweisbuch
audited-officer-created = legte Bedienstete an
audited-officer-roles = änderte Rollen
audited-officer-enabled = ließ die Anmeldung zu
audited-officer-disabled = sperrte die Anmeldung
audited-password-changed = änderte das Passwort
audited-register-created = legte ein Register an
audited-register-imported = führte in ein Register ein
audited-register-rule = änderte die Regel eines Registers

## Verwaltung
partners-ourselves = Dieser Knoten, wie Partner ihn sehen
partners-compare = Fingerabdrücke am Telefon oder persönlich vergleichen: zwei Personen, Wort für Wort.
partners-fingerprint = Fingerabdruck
partners-words = In Wörtern
partners-address = Adresse
partners-since = Zugelassen seit
partners-none = Es gibt noch keine Partner.
partners-how = Partner werden am Rechner selbst zugelassen, mit
standing-pending = in Prüfung
standing-accredited = zugelassen
standing-suspended = ausgesetzt
delivery-caption = Zustellung an jeden Partner
delivery-all-there = alles zugestellt
delivery-all-there-text = Alles ist zugestellt.
delivery-waiting-count = { $n ->
    [one] { $n } Umschlag wartet
   *[other] { $n } Umschläge warten
}
delivery-waiting-text = { $n ->
    [one] { $n } Umschlag wartet auf einen Partner. Er ist gespeichert und wird erneut gesandt; nichts geht verloren.
   *[other] { $n } Umschläge warten auf Partner. Sie sind gespeichert und werden erneut gesandt; nichts geht verloren.
}
delivery-reached = zuletzt erreicht
registers-caption = Register dieser Behörde
registers-none = Es gibt noch keine Register.
registers-new = Neues Register
registers-create = Register anlegen
rule-own = nur von uns durchsucht
rule-partners = auch von Partnern durchsucht
rule-searchable = Zugelassene Partner dürfen es durchsuchen
rule-reveals = Was ein Treffer dem Partner sagt
rule-save = Speichern
reveals-hit-only = nur Treffer
reveals-summary = Kurzangaben
subjects-caption = Einträge dieses Registers
subjects-none = Dieses Register ist leer.
subjects-count = { $n ->
    [one] { $n } Eintrag
   *[other] { $n } Einträge
}
subject-search-partners = Diese Person bei Partnern suchen
import-title = Einfuhr
import-file = Datei
import-hint = FollowTheMoney-JSON-Zeilen oder CSV oder TSV mit Kopfzeile. Eine schlechte Zeile wird mit Nummer gemeldet, der Rest behalten.
import-button = Einführen
import-report = Ergebnis der Einfuhr
import-added = Neu
import-changed = Geändert
import-unchanged = Schon gleich
import-refused = Zurückgewiesene Zeilen
import-bad-lines = Zurückgewiesene Zeilen nach Nummer
officers-caption = Bedienstete dieser Behörde
officers-none = Es gibt noch keine Bediensteten.
officers-new = Neue Person
officers-login-hint = Kleinbuchstaben, Ziffern, Punkte und Bindestriche.
officers-create = Person anlegen
officer-enabled = darf sich anmelden
officer-disabled = gesperrt
officer-enable = Anmeldung zulassen
officer-disable = Sperren

## Spalten
column-person = Person
column-counterpart = Gegenüber
column-status = Stand
column-next = Am Zug
column-due = Nächste Frist
column-changed = Letzte Änderung
column-act = Akt
column-partner = Partner
column-state = Zustand
column-drafted-by = Verfasst von
column-login = Anmeldename
column-name = Name
column-roles = Rollen
column-enabled = Zugang
column-born = Geboren
column-nationality = Staatsangehörigkeit
column-schema = Art
column-id = Kennung
column-register = Register
column-purpose = Zweck
column-subjects = Einträge
column-rule = Wer suchen darf
column-index = Eintrag
column-entry-kind = Was
column-when = Wann
column-digest = Hash
column-who = Wer
column-what = Was
column-object = Woran
column-detail = Einzelheit
column-waiting = Wartend
column-reached = Zuletzt erreicht
column-cause = Ursache
column-next-attempt = Nächster Versuch
column-deadline = Frist
column-length = Dauer
column-instrument = Übereinkunft
column-title = Titel
column-parties = Parteien
column-rules = Regeln

## Dinge der Register
schema-person = Person
schema-organization = Organisation
schema-company = Unternehmen
schema-vehicle = Fahrzeug
schema-vessel = Schiff
property-name = Name
property-alias = Auch bekannt als
property-birthdate = Geburtsdatum
property-birthplace = Geburtsort
property-nationality = Staatsangehörigkeit
property-gender = Geschlecht
property-passportnumber = Passnummer
property-idnumber = Ausweisnummer
property-address = Anschrift
property-country = Land
property-firstname = Vorname
property-lastname = Familienname
property-fathername = Vatersname
property-notes = Vermerke
property-topics = Themen

## Staaten und Sprachen
state-ee = Estland
state-de = Deutschland
state-ru = Russland
state-lv = Lettland
state-lt = Litauen
state-pl = Polen
state-fi = Finnland
state-ua = Ukraine
state-fr = Frankreich
state-gb = Vereinigtes Königreich
state-ge = Georgien
state-am = Armenien
state-tr = Türkei
state-by = Belarus
state-kz = Kasachstan
language-name-et = Estnisch
language-name-de = Deutsch
language-name-ru = Russisch
language-name-en = Englisch
language-name-fr = Französisch
language-name-lv = Lettisch
language-name-lt = Litauisch
language-name-ar = Arabisch

## Fehler
error-title-other = Das ging nicht
error-title-400 = Das Formular war nicht lesbar
error-title-401 = Sie sind nicht angemeldet
error-title-403 = Das ist nicht erlaubt
error-title-404 = Nicht gefunden
error-title-405 = So nicht
error-title-409 = Es hat sich inzwischen geändert
error-title-413 = Zu groß
error-title-422 = Etwas daran muss geändert werden
error-title-429 = Zu viele Versuche
error-title-500 = Ein Fehler dieses Knotens
error-title-503 = Gerade nicht möglich
error-title-507 = Der Datenträger ist voll
error-remedy = Was Sie tun können:
error-reference = Nennen Sie der Verwaltung dieses Zeichen: { $reference }
error-to-desk = Zum Arbeitsplatz
error-no-page = Diese Seite gibt es auf diesem Knoten nicht.
error-no-page-remedy = Prüfen Sie die Adresse, oder beginnen Sie am Arbeitsplatz.
error-wrong-method = Diese Adresse ist das Ziel eines Formulars und lässt sich nicht allein öffnen.
error-wrong-method-remedy = Gehen Sie zurück zur Seite mit dem Formular.
error-forged = Das Formular kam nicht von einer Seite Ihrer jetzigen Sitzung; es wurde nichts getan.
error-forged-remedy = Gehen Sie zurück, laden Sie die Seite neu und senden Sie noch einmal. Meist behält der Browser Ihren Text.
error-too-large = Was Sie gesandt haben, ist größer, als dieses Formular annimmt.
error-too-large-remedy = Senden Sie eine kleinere Datei, oder teilen Sie sie.
error-unreadable = Das Formular war nicht lesbar; es wurde nichts getan.
error-unreadable-remedy = Gehen Sie zurück und senden Sie noch einmal; wählen Sie eine Datei, wo eine nötig ist.
error-not-signed-in = Ihre Sitzung ist beendet; es wurde nichts getan.
error-not-signed-in-remedy = Melden Sie sich in einem anderen Fenster an, gehen Sie hierher zurück und senden Sie noch einmal.
error-throttled = Es gab zu viele Fehlversuche.
error-throttled-remedy = Warten Sie etwas und versuchen Sie es erneut.
error-not-allowed = Dazu braucht es eine andere Rolle: { $roles }.
error-not-allowed-remedy = Fragen Sie jemanden mit dieser Rolle oder die Verwaltung dieses Knotens.
error-own-draft = Sie haben dies selbst verfasst, geändert oder vorgelegt. Eine zweite Person muss es genehmigen.
error-own-draft-remedy = Fragen Sie jemanden mit der Rolle Genehmigung.
error-not-found = „{ $id }“ gibt es hier nicht oder nicht für Sie.
error-not-found-remedy = Suchen Sie in der Liste danach; vielleicht trägt es eine andere Nummer.
error-invalid = Etwas Eingegebenes ist nicht brauchbar.
error-conflict = Jemand anderes hat dies inzwischen gespeichert. Nichts wurde überschrieben.
error-conflict-remedy = Öffnen Sie es neu und vergleichen Sie.
error-wrong-state = Dieser Entwurf ist { $state }; das geht damit nicht mehr.
error-wrong-state-remedy = Öffnen Sie den Entwurf, um zu sehen, wie er steht.
error-objected = Das Recht oder das Verfahren steht entgegen.
error-objected-remedy = Beheben Sie, was aufgezählt ist, und versuchen Sie es erneut.
error-partner = Der Partner kann nicht genutzt werden.
error-partner-remedy = Sehen Sie in der Liste der Partner nach; die Verwaltung lässt sie zu.
error-full = Der Datenträger des Knotens ist voll. Nichts ist halb geschehen: Der Akt wurde nicht eingetragen.
error-full-remedy = Bitten Sie die Verwaltung, Platz zu schaffen, und versuchen Sie es erneut.
error-ours = Der Knoten konnte das nicht. Nichts ist halb geschehen.
error-ours-remedy = Versuchen Sie es gleich noch einmal. Bleibt es so, sagen Sie es der Verwaltung.

## Hilfe
about-title = Hilfe und Angaben
about-lead = Mit Comity finden Behörden verschiedener Länder Personen, bitten einander um Hilfe und wissen jederzeit, wie jedes Ersuchen steht. Es gibt keine Mitte: Niemand dazwischen kann lesen, ändern, verlieren oder leugnen, was zwei Behörden einander gesagt haben.
about-version = Version
help-search = Eine Person finden
help-search-text = Geben Sie den Namen in beliebiger Schrift ein. Unsere Register antworten sofort; jeder Partner antwortet nach eigener Regel Treffer oder kein Treffer. Die Bewertung ordnet; Sie entscheiden. Unter jedem Treffer stehen die Gründe dafür und dagegen.
help-request = Ein Ersuchen schreiben
help-request-text = Beginnen Sie ein Ersuchen bei einem Treffer. Die Seite sagt, welche Übereinkünfte beide Staaten heute binden, was das Ersuchen enthalten muss und was fehlt, mit dem Artikel. Als „ungeprüft“ bezeichnete Regeln wurden nicht in der Quelle gelesen.
help-second = Die zweite Person
help-second-text = Ersuchen, Annahme und Entscheidung brauchen eine zweite Person, die sie nicht verfasst hat. Die Genehmigung signiert, versiegelt und sendet in einem Schritt.
help-clock = Fristen
help-clock-text = Fristen beginnen von selbst mit den Ereignissen des Falls. Jede zeigt, wer handeln muss, den Artikel und was sonst folgt. Zeiten stehen in der Zone dieser Behörde und in UTC.
help-receipt = Empfangsbestätigungen
help-receipt-text = Jeder Akt, der den Partner erreicht hat, hat eine Bestätigung: den Einschlussbeweis im Nachweisbuch des Partners. Bis dahin sehen Sie, warum er wartet und wann er erneut gesandt wird.
help-evidence = Beweis
help-evidence-text = Die Schaltfläche am Fall gibt eine Datei, die den ganzen Fall belegt. Jeder kann sie ohne Netz prüfen; sie fällt durch, wenn ein einziges Byte geändert ist.
help-keyboard = Tastatur und Vorleseprogramm
help-keyboard-text = Jede Seite geht ohne Maus und ohne Skripte. Der erste Tabulator führt zum Sprunglink; Fehler stehen oben und führen zu ihren Feldern.
