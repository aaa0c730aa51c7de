# Comity, English: letters. Every language has the same messages with the same values.
letter-title = Letter
letter-text = A PDF/A file for an authority that reads paper: the same content, with its annexes, the hash of the signed act and a code to check it by.
letter-which = Which letter
letter-reminder = Reminder of what is awaited
letter-language = Language of the headings and terms
letter-usual = A language that the addressee accepts
letter-accepted = accepted there
letter-not-accepted = The addressee accepts { $languages }. Letters cannot be had in these languages; a translation has to go with the letter.
letter-download = Download the letter
letter-draft-hint = Every page says that it is a draft.
evidence-letter = Code on a letter
evidence-letter-hint = The line that begins with comity:1/, also in the QR code. Leave empty when there is no letter to check.
evidence-letter-act = the letter’s act
error-typeface = The letter cannot be set: a font is missing on this machine.
audited-letter-made = made a letter
