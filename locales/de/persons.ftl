# Personen und andere Gegenstände, Suchen bei Partnern, die blinde Form.

reason-born-calendar = Geburtsdaten stimmen überein, aus einem anderen Kalender umgerechnet ({ $ours }, { $theirs })
reason-born-in-number = das Geburtsdatum in einer nationalen Nummer stimmt überein ({ $ours }, { $theirs })
reason-nationality-successor = ein Staat ist Nachfolger des anderen ({ $ours }, { $theirs })
reason-place-same = gleicher Geburtsort ({ $ours })
reason-place-different = Geburtsorte verschieden ({ $ours }, { $theirs })
reason-parent-same = gleicher Name eines Elternteils ({ $ours })
reason-parent-different = Namen eines Elternteils verschieden ({ $ours }, { $theirs })
reason-document-slip = Nummern unterscheiden sich durch ein Versehen ({ $ours }, { $theirs })
reason-document-contradicts = zwei gültige Nummern einer Art, von der jeder nur eine hat ({ $ours }, { $theirs })
reason-form-same = gleiche Rechtsform ({ $ours })
reason-form-different = Rechtsformen verschieden ({ $ours }, { $theirs })
reason-kind-different = etwas anderer Art ({ $ours }, { $theirs })
