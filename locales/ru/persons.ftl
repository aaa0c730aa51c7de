# Лица и другие объекты, поиск у партнёров, слепая форма.

reason-born-calendar = даты рождения совпадают при пересчёте из другого календаря ({ $ours }, { $theirs })
reason-born-in-number = дата рождения внутри национального номера совпадает ({ $ours }, { $theirs })
reason-nationality-successor = одно государство — преемник другого ({ $ours }, { $theirs })
reason-place-same = то же место рождения ({ $ours })
reason-place-different = места рождения различаются ({ $ours }, { $theirs })
reason-parent-same = то же имя родителя ({ $ours })
reason-parent-different = имена родителя различаются ({ $ours }, { $theirs })
reason-document-slip = номера различаются одной опиской ({ $ours }, { $theirs })
reason-document-contradicts = два верных номера такого рода, который у каждого один ({ $ours }, { $theirs })
reason-form-same = та же правовая форма ({ $ours })
reason-form-different = правовые формы различаются ({ $ours }, { $theirs })
reason-kind-different = объект другого рода ({ $ours }, { $theirs })
