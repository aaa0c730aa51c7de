# Comity, English. Every language has the same messages with the same values; a test checks it.

## The frame
skip-to-content = Skip to content
language = Language
nav-menu = Menu
nav-label = Main navigation
nav-group-work = Work
nav-group-reference = Reference
nav-group-proof = Proof and keeping
nav-desk = Desk
nav-search = Find a person
nav-cases = Cases
nav-drafts = Drafts
nav-law = Law
nav-partners = Partners
nav-delivery = Delivery
nav-registers = Registers
nav-ledger = Ledger
nav-witnesses = Witnesses and keys
nav-evidence = Check evidence
nav-audit = Audit trail
nav-officers = Officers
nav-help = Help and about
foot-node = Node of
sign-out = Sign out
cancel = Cancel
refresh = Refresh this page
unverified = unverified
unverified-title = This rule was recalled and not read in its source. Check it before relying on it.
done-signed-out = You are signed out.
done-password = Your password was changed.
done-sent = The act was signed, recorded and handed to delivery.
done-approved = Approved. The act was signed, recorded and handed to delivery.
done-saved = Saved.
done-attached = Saved, and the document was attached.
done-removed = Saved, and the document was removed.
done-submitted = Submitted. A second person must read and approve it before it leaves.
done-returned = Returned to its author with your remark.
done-discarded = The draft was given up.
done-created = Created.
done-rule = The rule was changed.

## Units and time
unit-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
unit-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
unit-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
unit-seconds = { $n ->
    [one] { $n } second
   *[other] { $n } seconds
}
unit-bytes = { $n ->
    [one] { $n } byte
   *[other] { $n } bytes
}
time-left = { $duration } left
time-overdue = overdue by { $duration }

## Signing in
sign-in-title = Sign in
sign-in-login = Login name
sign-in-password = Password
sign-in-button = Sign in
sign-in-wrong = Login name or password is wrong. Check both and try again.
sign-in-throttled = Too many failed attempts. Try again in { $duration }.
sign-in-demo-title = Demonstration accounts
sign-in-demo-text = All persons and cases on this node are fictional.
account-title = Your account
account-zone = Time zone
account-password = Change your password
account-old = Present password
account-new = New password
account-new-hint = At least 10 characters. A sentence is easier to remember than a riddle.
account-change = Change the password
account-wrong-password = the present password is wrong
role-officer = Officer
role-approver = Approver
role-auditor = Auditor
role-admin = Admin

## Lists and fields
list-search = Search in this list
list-search-button = Search
list-export = Save as
list-none-found = Nothing in this list matches. Try fewer or other words.
list-total = { $n ->
    [0] No entries
    [one] { $n } entry
   *[other] { $n } entries
}
list-pages = Pages of the list
list-page = Page { $page } of { $pages }
list-previous = Previous
list-next = Next
filter-all = All
choose = Choose …
choose-none = None
field-is-missing = missing
field-is-required = required
error-word = Error
errors-heading = { $n ->
    [one] One thing stands in the way
   *[other] { $n } things stand in the way
}
objection-warning = advice

## Desk
desk-title = What needs you now
desk-search = Find a person
desk-work = Work at a glance
desk-our-move = cases wait for us
desk-unopened = new acts not opened
desk-to-approve = drafts to approve
desk-due-soon = due within three days
desk-our-move-heading = Cases in which we act next
desk-nothing = Nothing waits for you. New acts from partners appear here.
desk-all = { $n ->
    [one] Show it in the list of cases
   *[other] Show all { $n } in the list of cases
}
desk-drafts = Drafts
desk-no-drafts = There are no open drafts.
desk-due-heading = Deadlines in the next ten days
desk-delivery = Delivery is waiting
desk-to-ledger = Open the ledger
desk-keeping = You keep this node's partners, registers and officers.

## Search
search-title = Find a person
search-name = Name
search-name-hint = In any script, spelling and order.
search-born = Date of birth
search-born-hint = 1985-03-14, 1985-03 or 1985. Leave it empty when unknown.
search-nationality = Nationality
search-nationality-hint = Two letters, such as EE, DE or RU. May stay empty.
search-purpose = Purpose
search-purpose-hint = Kept in the audit trail and told to the partners you ask.
search-purpose-usual = Search for a wanted person
search-basis = Legal basis
search-basis-usual = European Convention on Extradition
search-partners = Ask these partners
search-partners-hint = A partner learns the name, the purpose and the legal basis, and answers hit or no hit.
search-no-partners = No partner can be asked yet.
search-no-partners-asked = No partner was asked.
search-button = Search
search-button-short = Search
search-recent = Your latest searches
search-recent-none = None yet.
search-results-title = Search for { $name }
search-results-kicker = Search
search-again = Change the search
search-own = In our registers
search-own-none = Nobody in our registers fits.
search-at-partners = At partners
search-hits = { $n ->
    [0] no hit
    [one] { $n } hit
   *[other] { $n } hits
}
search-took = answered in { $ms } ms
answer-waiting = waiting
answer-no-hit = no hit
answer-unreachable = unreachable
answer-declined = declined
answer-hits = hits
answer-waiting-text = The question is on its way.
answer-no-hit-text = The partner answered that nobody in its registers fits.
answer-unreachable-text = The partner cannot be reached. The question waits and is delivered as soon as possible; nothing is lost.
answer-declined-text = The partner declines to answer:
hit-name-withheld = Name withheld by the partner
hits-weak = { $n ->
    [one] { $n } weak resemblance
   *[other] { $n } weak resemblances
}
hit-reasons = Why this score
hit-open-request = Open a request
hit-open-subject = Open in the register
score-very-likely = very likely the same person
score-likely = likely the same person
score-possible = possibly the same person
score-weak = weak resemblance
reason-for = speaks for it
reason-against = speaks against it
reason-name-same = “{ $ours }” is the same
reason-name-transliteration = “{ $ours }” and “{ $theirs }” are one name in two writings
reason-name-spelling = “{ $ours }” and “{ $theirs }” are spelt alike
reason-name-nickname = “{ $ours }” and “{ $theirs }” are forms of one name
reason-name-initial = “{ $ours }” and “{ $theirs }” share the initial
reason-name-sound = “{ $ours }” and “{ $theirs }” sound alike
reason-name-joined = “{ $ours }” and “{ $theirs }” differ only in being joined
reason-name-missing = “{ $ours }{ $theirs }” stands on one side only
reason-name-against = “{ $ours }” and “{ $theirs }” differ
reason-born-same = born on the same day, { $ours }
reason-withheld = not revealed
reason-born-same-year = birth dates agree as far as known ({ $ours }, { $theirs })
reason-born-swapped = day and month of birth are exchanged ({ $ours }, { $theirs })
reason-born-digit = birth dates differ in one digit ({ $ours }, { $theirs })
reason-born-year-off = birth years differ by one ({ $ours }, { $theirs })
reason-born-january-first = one birth date is 1 January, often written for an unknown day ({ $ours }, { $theirs })
reason-born-near = birth dates are near ({ $ours }, { $theirs })
reason-born-different = birth dates differ ({ $ours }, { $theirs })
reason-nationality-same = same nationality, { $theirs }
reason-nationality-different = nationalities differ ({ $ours }, { $theirs })
reason-sex-same = same sex
reason-sex-different = sex differs ({ $ours }, { $theirs })
reason-document-same = same document number, { $theirs }
reason-document-near = document numbers are easily mistaken ({ $ours }, { $theirs })
reason-document-different = document numbers differ ({ $ours }, { $theirs })

## Cases
cases-title = Cases
cases-caption = Cases of this authority, asked by us or by partners
cases-none = There are no cases yet.
case-title = Case of { $person }
case-number = Case
case-new = new
case-outgoing = Our request
case-incoming = Request to us
case-outgoing-arrow = to
case-incoming-arrow = from
case-evidence = Evidence bundle
case-we-act = We act next
case-they-act = { $who } acts next
case-nobody-acts = Nobody has to act
case-open-drafts = Open drafts:
case-draft-open = continue the draft
case-clocks = Clocks
case-clocks-waiting = { $n ->
    [one] { $n } clock has not started
   *[other] { $n } clocks have not started
}
case-timeline = Timeline
case-absent = { $n ->
    [one] An act is named that has not arrived here. It is being fetched.
   *[other] { $n } acts are named that have not arrived here. They are being fetched.
}
case-person = Person
case-law = Legal basis
case-residual = Reason for the residual instrument:
case-missing = Still missing
case-undertakings = Undertakings
case-safeguards = Safeguards
next-ours = We act
next-theirs = They act
status-new = new
status-requested = requested
status-awaiting-supplement = awaiting supplement
status-accepted = accepted
status-arrested = arrested
status-released = released
status-postponed = postponed
status-granted = granted
status-in-effect = in effect
status-performed = carried out
status-refused = refused
status-surrendered = surrendered
status-withdrawn = withdrawn
status-closed = closed
procedure-extradition = extradition
procedure-provisional-arrest = provisional arrest
procedure-simplified-extradition = simplified extradition
procedure-surrender = surrender under an arrest warrant
deadline-due = Due
deadline-obliged = Must act:
deadline-us = us
deadline-from = Runs from:
deadline-consequence = Otherwise:
deadline-state-running = running
deadline-state-met = met
deadline-state-missed = missed
deadline-state-waiting = not started
deadline-state-suspended = suspended
deadline-provisional-arrest-maximum = 40 days: end of provisional arrest
deadline-request-received-may-release = 18 days: request must arrive
deadline-supplementary-information = Answer to the question
deadline-surrender-may-release = 15 days: person may be released
deadline-surrender-must-release = 30 days: person must be released
deadline-speciality-exit-window = End of speciality protection
deadline-outcome-notice = Report of the outcome
deadline-consent-notice = Notice of consent
deadline-decision-notice = Notice of the decision
deadline-decision-consent = Decision after consent
deadline-decision-no-consent = Decision without consent
deadline-late-consent = Late consent
deadline-surrender = Surrender
deadline-additional-consent = Additional consent
deadline-speciality-consent = Answer on speciality
deadline-re-extradition-consent = Answer on re-extradition
deadline-delay-notice = Notice of delay
deadline-refusal-despite-consent = Notice of refusal despite consent
deadline-missing-limits-no-release = Time limits missed
deadline-release-after-expiry = Release after expiry
deadline-speciality-presence = Presence after release

## Acts
act-request = Request
act-acceptance = Acceptance
act-question = Question
act-supplement = Supplement
act-arrest = Arrest
act-consent = Consent of the person
act-release = Release
act-decision = Decision
act-surrender = Surrender
act-outcome = Outcome
act-withdrawal = Withdrawal
act-note = Note
act-measure = Measure
act-extension = Extension of a period
act-suspension = Suspension of a period
act-undertaking = Undertaking
act-fulfilment = What became of an undertaking
do-request = Write a request
do-acceptance = Accept and order the arrest
do-question = Ask for supplementary information
do-supplement = Answer with a supplement
do-arrest = Record the arrest
do-consent = Record the person's consent
do-release = Record a release
do-decision = Draft the decision
do-surrender = Record the surrender
do-outcome = Report the outcome
do-withdrawal = Withdraw the request
do-note = Add a note
do-measure = Record a measure
do-extension = Extend a period
do-suspension = Suspend or resume a period
do-undertaking = Give an undertaking
do-fulfilment = Say what became of an undertaking
act-back-to-case = Back to the case
act-goes-to = To
act-question-number = Question { $n }
act-more-questions = More questions
act-send = Sign and send
act-says = What it says
act-proof = Proof
act-second-person = Second person:
act-documents = { $n ->
    [one] { $n } document
   *[other] { $n } documents
}
act-fault = Does not fit the procedure:
act-id = Act
act-author = Author
act-recipients = Recipients
act-arrived = Recorded here
act-onward = Passing on
act-follows = Follows
act-channel = Channel
act-channel-place = epoch { $epoch }, number { $sequence }
act-envelope = Envelope
onward-none = not allowed
onward-with-consent = with consent
onward-authorities-of-recipient-state = within the recipient's state
delivery-waiting = Waiting for delivery.
delivery-attempts = { $n ->
    [one] { $n } attempt so far.
   *[other] { $n } attempts so far.
}
delivery-cause = Cause:
delivery-next = Next attempt:
stage-stored = Receipt: stored by the partner
stage-opened = Receipt: opened by an officer there
stage-accepted = Receipt: accepted by the partner
stage-refused = Receipt: refused by the partner
receipt-leaf = entry { $leaf } of its ledger
receipt-own-leaf = entry { $leaf } of our ledger
receipt-given = Receipt given

## Drafts
drafts-title = Drafts
drafts-caption = Acts that need a second person
drafts-new = New request
drafts-other-matter = Ask for something else
drafts-procedures = What do you ask for?
drafts-begin = Begin
draft-title = Draft: { $act }
draft-nobody-yet = nobody named yet
draft-state-editing = being written
draft-state-submitted = waiting for approval
draft-state-returned = returned
draft-state-sent = sent
draft-state-discarded = given up
draft-returned-by = { $who } returned it with a remark:
draft-save = Save
draft-submit = Save and submit for approval
draft-submit-hint = A second person reads the whole text and approves it. Nothing leaves before.
draft-discard = Give this draft up
draft-missing = What is missing
draft-missing-count = { $n ->
    [one] One thing is needed before it can be submitted.
   *[other] { $n } things are needed before it can be submitted.
}
draft-nothing-missing = Nothing. It can be submitted.
draft-advice = Worth a look
draft-law = What is asked, and under which law
draft-contents = What the request must say
draft-handling = Handling
draft-text = Text
draft-instruments = Instruments that bind both states today
draft-residual = Residual instruments
draft-residual-warning = Another instrument governs between these two states. Use one of these only with a stated reason; both sides will see it.
draft-no-instrument = No instrument binds the two states for this procedure on this day.
draft-their-safeguards = { $n ->
    [one] { $n } safeguard the other side will have to answer
   *[other] { $n } safeguards the other side will have to answer
}
draft-deadlines = { $n ->
    [one] { $n } deadline that follows from this law
   *[other] { $n } deadlines that follow from this law
}
draft-written-by = Written by
draft-edited-by = changed by
documents-title = Documents
documents-attach = Attach a document
documents-which = Which one it is
documents-other = Another document
documents-name = Title
documents-file = File
documents-text = Or its text
documents-add = Attach and save
documents-attached = Attached
documents-there = attached
documents-remove = Remove
safeguard-hint = Each answer is yours by name and is kept with its reasons.
safeguard-blocks = must be answered
safeguard-stops = stops the act
safeguard-reasoning = Reasons
safeguard-confidential = These reasons stay at this authority and never travel.
safeguard-by = Answered by
safeguard-answered = { $n ->
    [one] { $n } answered
   *[other] { $n } answered
}
safeguard-unanswered = { $n ->
    [one] { $n } not answered yet
   *[other] { $n } not answered yet
}
safeguard-open = Not answered yet
who-requesting = requesting state
who-requested = requested state
who-issuing = issuing state
who-executing = executing state
who-both = both states
who-person = the person
instrument-role-governs = governs
instrument-role-supplements = supplements
instrument-role-residual = residual
ground-none = No ground (granted)
ground-all = { $n ->
    [one] The ground in full
   *[other] All { $n } grounds in full
}
ground-effect-mandatory = must refuse
ground-effect-optional = may refuse
ground-effect-prohibited = no ground
ground-effect-postpone = may postpone
ground-effect-conditional = under conditions
ground-effect-permits-grant = may grant
ground-effect-procedure = procedure
review-heading = Your approval
review-text = You answer for this act together with its author. Read all of it. Approving signs, seals and sends it at once.
review-approve = Approve and send
review-remark = Remark for the author
review-return = Return with the remark
review-yours = This waits for you.
review-waits = This waits for a second person, who must be an approver and must not have written it.
review-sent = This was approved and sent.
review-to-act = Open the act
review-being-written = This is still being written.
review-discarded = This draft was given up.
review-changed = The draft changed while you were reading. Read it again before you approve it.
conflict-title = Two people changed this draft
conflict-text = { $who } saved this draft while you were writing. Nothing was overwritten, and your text is still here.
conflict-how = Compare the texts below. Edit yours, or keep the other one, and save.
conflict-theirs = Saved by { $who }
conflict-yours = Yours, not saved yet
conflict-keep = Keep this text
conflict-save = Save this version
conflict-drop = Drop mine and open what is saved

## Fields of acts
field-procedure-provisional-arrest = Provisional arrest
field-procedure-extradition = Extradition
field-procedures = Asked for
field-instruments = Instruments
field-person-names = Names
field-person-born = Date of birth
field-person-nationality = Nationality
field-person-sex = Sex
field-person-description = Description
field-language = Language
field-urgency = Urgency
field-residual-reason = Reason for using a residual instrument
field-purpose = Purpose
field-legal-basis = Legal basis
field-handling = Handling
field-order = What was ordered
field-item-about = About
field-item-text = Question
field-about = About
field-question = Question
field-reply-by = Reply by
field-answers = Answers the question
field-text = Text
field-at = When
field-at-zone = Time zone
field-place = Place
field-before = Before which authority
field-counsel = Counsel was present
field-speciality-waived = The person gave up speciality
field-revoked = This revokes an earlier consent
field-reason = Reason
field-deadline = Deadline that passed
field-outcome = Decision
field-ground = Ground
field-reasons = Reasons
field-conditions = Conditions
field-surrender-on = Day of surrender
field-surrender-place = Place of surrender
field-force-majeure = Surrender was prevented by force majeure
field-days-in-custody = Days in custody
field-result = Result
hint-person-names = One name a line, in any script.
hint-person-born = 1985-03-14, 1985-03 or 1985.
hint-person-nationality = Codes such as EE, DE.
hint-conditions = One condition a line.
hint-at-zone = Such as Europe/Berlin.
choice-person-sex-female = female
choice-person-sex-male = male
choice-person-sex-other = other
choice-urgency-routine = routine
choice-urgency-urgent = urgent
choice-urgency-immediate = immediate
choice-handling-h0 = H0: no restriction
choice-handling-h1 = H1: not as evidence without consent
choice-handling-h2 = H2: do not pass on without consent
choice-handling-h3 = H3: contact the sender before any use
choice-outcome-granted = granted
choice-outcome-refused = refused
choice-outcome-postponed = postponed
choice-result-surrendered = surrendered
choice-result-refused = refused
choice-result-released = released
choice-result-withdrawn = withdrawn
choice-result-not-found = not found
choice-result-executed = executed
choice-result-partly-executed = partly executed
choice-result-not-executed = not executed
choice-result-lapsed = lapsed
choice-tick-yes = yes
choice-tick-no = no

## Law
law-title = Law
law-from = Requesting state
law-to = Requested state
law-state-hint = Two letters, such as EE, DE or RU.
law-procedure = Procedure
law-on = Day
law-check = Which law applies?
law-bind = What binds { $from } and { $to } on { $on }
law-since = since
law-excluded = { $n ->
    [one] { $n } instrument does not bind, and why
   *[other] { $n } instruments do not bind, and why
}
law-conditions = Conditions
law-contents = What the request must say
law-documents = Documents to attach
law-languages = Languages
law-channels = Channels
law-deadlines = Deadlines
law-grounds = Grounds for refusal
law-declarations = Declarations and reservations
law-library = Library of instruments
law-library-caption = Instruments as data, restated in our own words from the sources named
law-own-words = Restated in our own words for work, not for citation. The authentic text is with the depositary.
law-facts = The instrument
law-parties = Parties
law-sources = Sources

## Proof
ledger-caption = Entries, newest first
ledger-empty = The ledger has no entries yet.
ledger-size = { $n ->
    [one] The ledger has { $n } entry.
   *[other] The ledger has { $n } entries.
}
ledger-checkpoint = Signed checkpoint
ledger-origin = Origin
ledger-entries = Entries
ledger-root = Root
ledger-signed = Signed
ledger-note = The signed note
ledger-verify = Verify the whole ledger
ledger-verify-hint = Recomputes every entry and compares it with the signed checkpoints, acts, envelopes and receipts.
ledger-holds = The ledger holds
ledger-broken = The ledger does not hold
report-entries = Entries recomputed
report-checkpoints = Checkpoints verified
report-matched = Envelopes and receipts matched
report-took = Took
entry-title = Ledger entry { $index }
entry-leaf = Leaf hash
entry-proof = Proof of inclusion
entry-holds = the proof holds
entry-fails = the proof fails
entry-proof-text = { $n ->
    [one] Sibling hashes from the leaf to the root of { $n } entry.
   *[other] Sibling hashes from the leaf to the root of { $n } entries.
}
entry-sent = act sent
entry-received = act received
entry-receipt-given = receipt given
entry-receipt-got = receipt got
entry-key = key
entry-partner = partner
entry-note = note
entry-overdue = receipt overdue
entry-filler = filler
evidence-title = Check evidence
evidence-text = An evidence bundle proves who said what and when, without asking anybody. It is checked here as a court would check it offline, and is not kept.
evidence-file = Evidence bundle
evidence-trusted = Fingerprints you trust
evidence-trusted-hint = Got over another channel, separated by spaces. Leave empty to check only that the bundle agrees with itself.
evidence-check = Check
evidence-holds = The bundle verifies
evidence-fails = The bundle does not verify
evidence-made-by = Exported by
evidence-acts = Acts in the bundle
evidence-receipt = Receipt
evidence-key-trusted = trusted
audit-caption = What was done at this node, newest first
audit-empty = Nothing was done yet.
audited-signed-in = signed in
audited-search = searched
audited-case-opened = opened a case
audited-document-read = read a document
audited-subject-read = read a register entry
audited-partner-answered = a partner's search was answered
audited-draft-begun = began a draft
audited-draft-submitted = submitted a draft
audited-draft-approved = approved a draft
audited-draft-returned = returned a draft
audited-draft-discarded = gave a draft up
audited-act-sent = sent an act
audited-evidence-exported = exported evidence
audited-ledger-verified = verified the ledger
audited-officer-created = created an officer
audited-officer-roles = changed roles
audited-officer-enabled = let an officer sign in
audited-officer-disabled = barred an officer
audited-password-changed = changed the password
audited-register-created = created a register
audited-register-imported = imported into a register
audited-register-rule = changed a register's rule

## Keeping
partners-ourselves = This node, as partners see it
partners-compare = Compare fingerprints by telephone or in person: two people, word by word.
partners-fingerprint = Fingerprint
partners-words = In words
partners-address = Address
partners-since = Accredited since
partners-none = There are no partners yet.
partners-how = Partners are accredited at the machine itself, by
standing-pending = pending
standing-accredited = accredited
standing-suspended = suspended
delivery-caption = Delivery to each partner
delivery-all-there = all delivered
delivery-all-there-text = Everything has been delivered.
delivery-waiting-count = { $n ->
    [one] { $n } envelope waits
   *[other] { $n } envelopes wait
}
delivery-waiting-text = { $n ->
    [one] { $n } envelope waits for a partner. It is kept and tried again; nothing is lost.
   *[other] { $n } envelopes wait for partners. They are kept and tried again; nothing is lost.
}
delivery-reached = last reached
registers-caption = Registers of this authority
registers-none = There are no registers yet.
registers-new = New register
registers-create = Create the register
rule-own = searched by us only
rule-partners = searched by partners, too
rule-searchable = Accredited partners may search it
rule-reveals = What a hit tells a partner
rule-save = Save
reveals-hit-only = hit only
reveals-summary = summary
subjects-caption = Subjects of this register
subjects-none = This register is empty.
subjects-count = { $n ->
    [one] { $n } subject
   *[other] { $n } subjects
}
subject-search-partners = Search partners for this person
import-title = Import
import-file = File
import-hint = FollowTheMoney JSON lines, or CSV or TSV with a header. A bad line is reported with its number; the rest is kept.
import-button = Import
import-report = What the import did
import-added = New
import-changed = Changed
import-unchanged = The same already
import-refused = Lines refused
import-bad-lines = Lines refused, by their number
officers-caption = Officers of this authority
officers-none = There are no officers yet.
officers-new = New officer
officers-login-hint = Small letters, digits, dots and hyphens.
officers-create = Create the officer
officer-enabled = may sign in
officer-disabled = barred
officer-enable = Let sign in
officer-disable = Bar

## Columns
column-person = Person
column-counterpart = Counterpart
column-status = Status
column-next = Next
column-due = Nearest deadline
column-changed = Last change
column-act = Act
column-partner = Partner
column-state = State
column-drafted-by = Written by
column-login = Login name
column-name = Name
column-roles = Roles
column-enabled = Access
column-born = Born
column-nationality = Nationality
column-schema = Kind
column-id = Identifier
column-register = Register
column-purpose = Purpose
column-subjects = Subjects
column-rule = Who may search
column-index = Entry
column-entry-kind = What
column-when = When
column-digest = Digest
column-who = Who
column-what = What
column-object = On what
column-detail = Detail
column-waiting = Waiting
column-reached = Last reached
column-cause = Cause
column-next-attempt = Next attempt
column-deadline = Deadline
column-length = Length
column-instrument = Instrument
column-title = Title
column-parties = Parties
column-rules = Rules

## Things of registers
schema-person = person
schema-organization = organisation
schema-company = company
schema-vehicle = vehicle
schema-vessel = vessel
property-name = Name
property-alias = Also known as
property-birthdate = Date of birth
property-birthplace = Place of birth
property-nationality = Nationality
property-gender = Sex
property-passportnumber = Passport number
property-idnumber = Identity number
property-address = Address
property-country = Country
property-firstname = Given name
property-lastname = Family name
property-fathername = Patronymic
property-notes = Notes
property-topics = Topics

## States and languages
state-ee = Estonia
state-de = Germany
state-ru = Russia
state-lv = Latvia
state-lt = Lithuania
state-pl = Poland
state-fi = Finland
state-ua = Ukraine
state-fr = France
state-gb = United Kingdom
state-ge = Georgia
state-am = Armenia
state-tr = Türkiye
state-by = Belarus
state-kz = Kazakhstan
language-name-et = Estonian
language-name-de = German
language-name-ru = Russian
language-name-en = English
language-name-fr = French
language-name-lv = Latvian
language-name-lt = Lithuanian
language-name-ar = Arabic

## Errors
error-title-other = This did not work
error-title-400 = The form could not be read
error-title-401 = You are not signed in
error-title-403 = This is not allowed
error-title-404 = Not found
error-title-405 = Not this way
error-title-409 = It changed in the meantime
error-title-413 = Too large
error-title-422 = Something in it must change
error-title-429 = Too many attempts
error-title-500 = A fault of this node
error-title-503 = Not possible right now
error-title-507 = The disk is full
error-remedy = What you can do:
error-reference = Tell the administrator this reference: { $reference }
error-to-desk = To the desk
error-no-page = There is no such page on this node.
error-no-page-remedy = Check the address, or start from the desk.
error-wrong-method = This address is the target of a form and cannot be opened by itself.
error-wrong-method-remedy = Go back to the page with the form.
error-forged = The form did not come from a page of your present session, so nothing was done.
error-forged-remedy = Go back, reload the page and send it again. Your browser usually keeps what you typed.
error-too-large = What you sent is larger than this form takes.
error-too-large-remedy = Send a smaller file, or split it.
error-unreadable = The form could not be read; nothing was done.
error-unreadable-remedy = Go back and send it again; choose a file where one is needed.
error-not-signed-in = Your session has ended, so nothing was done.
error-not-signed-in-remedy = Sign in in another window, then go back here and send the form again.
error-throttled = There were too many failed attempts.
error-throttled-remedy = Wait a little and try again.
error-not-allowed = This needs another role: { $roles }.
error-not-allowed-remedy = Ask a colleague who holds it, or the admin of this node.
error-own-draft = You drafted, changed or submitted this yourself. A second person must approve it.
error-own-draft-remedy = Ask a colleague with the role of approver.
error-not-found = There is no “{ $id }” here, or not for you.
error-not-found-remedy = Search the list for it; it may have another number.
error-invalid = Something you entered cannot be used.
error-conflict = Somebody else saved this in the meantime. Nothing was overwritten.
error-conflict-remedy = Open it again and compare.
error-wrong-state = This draft is { $state }, so this cannot be done with it any more.
error-wrong-state-remedy = Open the draft to see where it stands.
error-objected = The law or the procedure stands against it.
error-objected-remedy = Put right what is listed, then try again.
error-partner = The partner cannot be used.
error-partner-remedy = Look at the list of partners; an admin accredits them.
error-full = The node's disk is full. Nothing was half done: the act was not recorded.
error-full-remedy = Ask the administrator to make room, then try again.
error-ours = The node could not do this. Nothing was half done.
error-ours-remedy = Try again in a moment. If it stays so, tell the administrator.

## Help
about-title = Help and about
about-lead = Comity is how authorities of different countries find people and ask each other for help, and know at every moment where each request stands. There is no centre: nobody in between can read, alter, lose or deny what two authorities said to each other.
about-version = Version
help-search = Finding a person
help-search-text = Type the name in any script. Our registers answer at once; each partner answers hit or no hit by its own rule. The score ranks; you decide. Under each hit stand the reasons for and against it.
help-request = Writing a request
help-request-text = From a hit, open a request. The page says which instruments bind the two states today, what the request must contain and what is missing, with the article. Rules marked “recalled” were not read in their source.
help-second = The second person
help-second-text = A request, an acceptance and a decision need a second person, who did not write them. Approving signs, seals and sends in one step.
help-clock = Clocks
help-clock-text = Deadlines start by themselves from the events in the case. Each shows who must act, the article and what follows otherwise. Times are shown in this authority's zone and in UTC.
help-receipt = Receipts
help-receipt-text = Every act that reached the partner has a receipt: a proof of inclusion in the partner's own ledger. Until then you see why it waits and when it is tried again.
help-evidence = Evidence
help-evidence-text = The button on a case gives one file that proves the whole case. Anybody can check it offline; it fails when a single byte is changed.
help-keyboard = Keyboard and screen reader
help-keyboard-text = Every page works without a mouse and without scripts. The first Tab leads to the skip link; errors are listed at the top and lead to their fields.
