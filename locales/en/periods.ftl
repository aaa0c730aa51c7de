# Comity, English: periods by their keys, and files of the law that an authority keeps itself.

law-own-files = { $n ->
    [one] One file of the law from this authority's own folder
   *[other] { $n } files of the law from this authority's own folder
}
law-own-mistakes = { $n ->
    [one] one mistake
   *[other] { $n } mistakes
}
law-own-hint = A file with a mistake is left out until it is put right; every other file works. The files are read when the node starts.
question-precise = These points follow from what the check finds missing. Change or empty them as you like.
field-example = Written like this:

## Periods
deadline-accelerated-reply = Answer in the accelerated procedure
deadline-accelerated-submit = Application in the accelerated procedure
deadline-accused-summons-lead-time = Summons of an accused person before the appearance
deadline-acknowledge = Acknowledgement of receipt
deadline-acknowledge-executing = Acknowledgement by the executing authority
deadline-act-expeditiously = All fitting measures, quickly
deadline-additional-information = Additional information
deadline-arrest-before-request = Arrest before the request: request must arrive
deadline-assurance-extradition = Extradition will be sought after an arrest
deadline-consent-after-crossing = Authorisation after crossing the border
deadline-consular-interview = Interview by the mission
deadline-core-data = Core data after the match
deadline-criminal-records-exchange = Yearly notice of convictions
deadline-decision = Decision
deadline-defective-request = Completion of a defective request
deadline-direct-nondisclosure = End of the provider's time to disclose
deadline-execution = Execution
deadline-expedited = Expedited answer
deadline-expedited-access = Expedited access to the data
deadline-extradition-custody-maximum = End of extradition custody
deadline-formal-confirmation = Formal confirmation
deadline-immunity-exit-window = End of safe conduct
deadline-information-duty = Information on progress and obstacles
deadline-information-duty-requesting = Notice that the order has ceased
deadline-judicial-authorisation = Information once a court has authorised it
deadline-listed-direct = Answer: listed offence, direct access
deadline-notify-crossing = Notice of the border crossing
deadline-object = Objection by the enforcing authority
deadline-object-emergency = Objection in an emergency
deadline-on-location = Report that the person was located
deadline-oral-confirmation = Written confirmation of an oral request
deadline-other = Answer in other cases
deadline-preservation-minimum = Data kept at least until
deadline-preserve = End of the duty to preserve
deadline-preserve-until-produced = Preservation until the data are produced
deadline-produce = Production of the data
deadline-produce-emergency = Production in an emergency
deadline-promptness = Prompt assistance
deadline-provisional-measure = Decision on a provisional measure
deadline-readmission-in-error = Taking back after an error
deadline-refusal-notice = Refusal with reasons
deadline-reply = Answer
deadline-reply-prima-facie-third-country = Answer: national of a third country, first evidence
deadline-result-notice = Report of the result
deadline-retention-review = Review of the storage
deadline-return-of-wrongly-readmitted = Return of a person readmitted in error
deadline-return-subscriber = Subscriber information
deadline-return-traffic = Traffic data
deadline-risk-notice = Notice that preservation is at risk
deadline-safe-conduct-exit-window = End of safe conduct after release
deadline-serve-provider = Service on the provider
deadline-sk-original-hard = 40 days: original warrant must arrive
deadline-sk-original-soft = 18 days: original warrant should arrive
deadline-strategy = Strategy on asset recovery
deadline-submit-application = Application after the stay became known
deadline-suspension-notice = Notice of suspension
deadline-temporary-measure-end = End of the urgent measure
deadline-traffic-data-disclosure = Data that identify another provider
deadline-transfer = Transfer of the person
deadline-transfer-notice-be = Notice of the transfer (Belgium)
deadline-transit-reply = Answer on transit
deadline-transit-reply-be = Answer on transit (Belgium)
deadline-travel-document = Travel document
deadline-travel-document-renewal = Renewal of the travel document
deadline-travel-document-validity = Validity of the travel document
deadline-urgent = Answer to an urgent request
deadline-urgent-direct = Urgent: direct access
deadline-urgent-indirect = Urgent: after asking others
deadline-urgent-listed-direct = Urgent: listed offence, direct access

## Procedures
procedure-asset-confiscation = confiscation
procedure-asset-freezing = freezing of assets
procedure-asset-return = return and sharing of assets
procedure-asset-tracing = tracing of assets
procedure-controlled-delivery = controlled delivery
procedure-data-disclosure = disclosure of stored data
procedure-data-real-time = collection of data in real time
procedure-joint-team = joint team
procedure-mla-banking = banking information
procedure-mla-evidence = taking of evidence
procedure-mla-hearing = hearing by video or telephone
procedure-mla-search = search and seizure
procedure-mla-service = service of documents and summonses
procedure-police-information = police information
procedure-preservation = expedited preservation of data
procedure-prisoner-transfer = transfer of a person in custody to testify
procedure-readmission = readmission, ordinary and accelerated
procedure-readmission-transit = transit in readmission
procedure-speciality-consent = consent to other offences, onward extradition or re-arrest
procedure-transit = transit of an extradited person
procedure-wanted-notice = wanted notice
