# Persons and other subjects, searches at partners, the blind form.

reason-born-calendar = birth dates agree, reckoned from another calendar ({ $ours }, { $theirs })
reason-born-in-number = the birth date inside a national number agrees ({ $ours }, { $theirs })
reason-nationality-successor = one nationality is of a state that came after the other ({ $ours }, { $theirs })
reason-place-same = same place of birth ({ $ours })
reason-place-different = places of birth differ ({ $ours }, { $theirs })
reason-parent-same = same name of a parent ({ $ours })
reason-parent-different = names of a parent differ ({ $ours }, { $theirs })
reason-document-slip = numbers differ by one slip ({ $ours }, { $theirs })
reason-document-contradicts = two valid numbers of a kind of which everybody has one ({ $ours }, { $theirs })
reason-form-same = same legal form ({ $ours })
reason-form-different = legal forms differ ({ $ours }, { $theirs })
reason-kind-different = a different kind of subject ({ $ours }, { $theirs })
