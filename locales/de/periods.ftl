# Comity, Deutsch: Fristen nach ihren Schlüsseln, und Rechtsdateien, die eine Behörde selbst führt.

law-own-files = { $n ->
    [one] Eine Rechtsdatei aus dem eigenen Ordner dieser Behörde
   *[other] { $n } Rechtsdateien aus dem eigenen Ordner dieser Behörde
}
law-own-mistakes = { $n ->
    [one] ein Fehler
   *[other] { $n } Fehler
}
law-own-hint = Eine Datei mit einem Fehler bleibt außer Betracht, bis er behoben ist; alle anderen wirken. Gelesen werden die Dateien beim Start des Knotens.
question-precise = Diese Punkte folgen aus dem, was die Prüfung als fehlend feststellt. Sie können sie ändern oder leeren.
field-example = So geschrieben:

## Fristen
deadline-accelerated-reply = Antwort im beschleunigten Verfahren
deadline-accelerated-submit = Antrag im beschleunigten Verfahren
deadline-accused-summons-lead-time = Ladung einer beschuldigten Person vor dem Erscheinen
deadline-acknowledge = Empfangsbestätigung
deadline-acknowledge-executing = Empfangsbestätigung der Vollstreckungsbehörde
deadline-act-expeditiously = Alle geeigneten Maßnahmen, zügig
deadline-additional-information = Ergänzende Auskünfte
deadline-arrest-before-request = Festnahme vor dem Ersuchen: das Ersuchen muss eingehen
deadline-assurance-extradition = Auslieferung wird nach der Festnahme erbeten
deadline-consent-after-crossing = Genehmigung nach dem Grenzübertritt
deadline-consular-interview = Befragung durch die Vertretung
deadline-core-data = Kerndaten nach dem Treffer
deadline-criminal-records-exchange = Jährliche Mitteilung von Verurteilungen
deadline-decision = Entscheidung
deadline-defective-request = Ergänzung eines mangelhaften Ersuchens
deadline-direct-nondisclosure = Ende der Zeit des Anbieters zur Offenlegung
deadline-execution = Erledigung
deadline-expedited = Beschleunigte Antwort
deadline-expedited-access = Beschleunigter Zugang zu den Daten
deadline-extradition-custody-maximum = Ende der Auslieferungshaft
deadline-formal-confirmation = Förmliche Bestätigung
deadline-immunity-exit-window = Ende des freien Geleits
deadline-information-duty = Mitteilung über Fortgang und Hindernisse
deadline-information-duty-requesting = Mitteilung, dass die Anordnung weggefallen ist
deadline-judicial-authorisation = Auskunft nach gerichtlicher Genehmigung
deadline-listed-direct = Antwort: Katalogtat, unmittelbarer Zugriff
deadline-notify-crossing = Mitteilung des Grenzübertritts
deadline-object = Einwand der Vollstreckungsbehörde
deadline-object-emergency = Einwand im Notfall
deadline-on-location = Meldung, dass die Person aufgefunden wurde
deadline-oral-confirmation = Schriftliche Bestätigung eines mündlichen Ersuchens
deadline-other = Antwort in anderen Fällen
deadline-preservation-minimum = Daten mindestens gesichert bis
deadline-preserve = Ende der Sicherungspflicht
deadline-preserve-until-produced = Sicherung bis zur Herausgabe
deadline-produce = Herausgabe der Daten
deadline-produce-emergency = Herausgabe im Notfall
deadline-promptness = Zügige Hilfe
deadline-provisional-measure = Entscheidung über eine vorläufige Maßnahme
deadline-readmission-in-error = Rücknahme nach einem Irrtum
deadline-refusal-notice = Ablehnung mit Gründen
deadline-reply = Antwort
deadline-reply-prima-facie-third-country = Antwort: Drittstaatsangehörige, Glaubhaftmachung
deadline-result-notice = Mitteilung des Ergebnisses
deadline-retention-review = Prüfung der Speicherung
deadline-return-of-wrongly-readmitted = Rückgabe einer irrtümlich übernommenen Person
deadline-return-subscriber = Bestandsdaten
deadline-return-traffic = Verkehrsdaten
deadline-risk-notice = Mitteilung, dass die Sicherung gefährdet ist
deadline-safe-conduct-exit-window = Ende des freien Geleits nach der Entlassung
deadline-serve-provider = Zustellung an den Anbieter
deadline-sk-original-hard = 40 Tage: Original des Haftbefehls muss eingehen
deadline-sk-original-soft = 18 Tage: Original des Haftbefehls soll eingehen
deadline-strategy = Strategie zur Vermögensabschöpfung
deadline-submit-application = Antrag nach Kenntnis vom Aufenthalt
deadline-suspension-notice = Mitteilung der Aussetzung
deadline-temporary-measure-end = Ende der Eilmaßnahme
deadline-traffic-data-disclosure = Daten zur Bestimmung eines anderen Anbieters
deadline-transfer = Überstellung der Person
deadline-transfer-notice-be = Ankündigung der Überstellung (Belgien)
deadline-transit-reply = Antwort zur Durchreise
deadline-transit-reply-be = Antwort zur Durchreise (Belgien)
deadline-travel-document = Reisedokument
deadline-travel-document-renewal = Erneuerung des Reisedokuments
deadline-travel-document-validity = Gültigkeit des Reisedokuments
deadline-urgent = Antwort auf ein Eilersuchen
deadline-urgent-direct = Dringend: unmittelbarer Zugriff
deadline-urgent-indirect = Dringend: nach Rückfrage bei anderen
deadline-urgent-listed-direct = Dringend: Katalogtat, unmittelbarer Zugriff

## Verfahren
procedure-asset-confiscation = Einziehung
procedure-asset-freezing = Einfrieren von Vermögen
procedure-asset-return = Rückgabe und Teilung von Vermögen
procedure-asset-tracing = Aufspüren von Vermögen
procedure-controlled-delivery = kontrollierte Lieferung
procedure-data-disclosure = Offenlegung gespeicherter Daten
procedure-data-real-time = Datenerhebung in Echtzeit
procedure-joint-team = gemeinsame Ermittlungsgruppe
procedure-mla-banking = Bankauskünfte
procedure-mla-evidence = Beweiserhebung
procedure-mla-hearing = Vernehmung per Video oder Telefon
procedure-mla-search = Durchsuchung und Beschlagnahme
procedure-mla-service = Zustellung von Schriftstücken und Ladungen
procedure-police-information = polizeiliche Information
procedure-preservation = umgehende Sicherung von Daten
procedure-prisoner-transfer = Überstellung einer Person in Haft zur Aussage
procedure-readmission = Rückübernahme, gewöhnlich und beschleunigt
procedure-readmission-transit = Durchreise bei der Rückübernahme
procedure-speciality-consent = Zustimmung zu anderen Taten, Weiterlieferung oder erneuter Festnahme
procedure-transit = Durchlieferung
procedure-wanted-notice = Ausschreibung zur Fahndung
