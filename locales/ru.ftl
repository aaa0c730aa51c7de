# Comity, Russian. Every language has the same messages with the same values; a test checks it.

## The frame
skip-to-content = К содержанию
language = Язык
nav-menu = Меню
nav-label = Основная навигация
nav-group-work = Работа
nav-group-reference = Справочные сведения
nav-group-proof = Доказательства и хранение
nav-desk = Рабочий стол
nav-search = Розыск лица
nav-cases = Дела
nav-drafts = Проекты
nav-law = Право
nav-partners = Партнёры
nav-delivery = Доставка
nav-registers = Реестры
nav-ledger = Регистрационный журнал
nav-witnesses = Свидетели и ключи
nav-evidence = Проверка доказательств
nav-audit = Протокол действий
nav-officers = Сотрудники
nav-help = Справка и о системе
foot-node = Узел органа
sign-out = Выйти
cancel = Отмена
refresh = Обновить страницу
unverified = не сверено
unverified-title = Это правило записано по памяти и не сверено с источником. Проверьте его, прежде чем на него опираться.
done-signed-out = Вы вышли из системы.
done-password = Ваш пароль изменён.
done-sent = Акт подписан, зарегистрирован и передан на доставку.
done-approved = Утверждено. Акт подписан, зарегистрирован и передан на доставку.
done-saved = Сохранено.
done-attached = Сохранено, документ приложен.
done-removed = Сохранено, документ удалён.
done-submitted = Представлено на утверждение. До отправки второе лицо должно прочитать и утвердить проект.
done-returned = Возвращено автору с вашим замечанием.
done-discarded = Проект аннулирован.
done-created = Создано.
done-rule = Правило изменено.

## Units and time
unit-days = { $n ->
    [one] { $n } день
    [few] { $n } дня
    [many] { $n } дней
   *[other] { $n } дня
}
unit-hours = { $n ->
    [one] { $n } час
    [few] { $n } часа
    [many] { $n } часов
   *[other] { $n } часа
}
unit-minutes = { $n ->
    [one] { $n } минута
    [few] { $n } минуты
    [many] { $n } минут
   *[other] { $n } минуты
}
unit-seconds = { $n ->
    [one] { $n } секунда
    [few] { $n } секунды
    [many] { $n } секунд
   *[other] { $n } секунды
}
unit-bytes = { $n ->
    [one] { $n } байт
    [few] { $n } байта
    [many] { $n } байт
   *[other] { $n } байта
}
time-left = осталось: { $duration }
time-overdue = просрочка: { $duration }

## Signing in
sign-in-title = Вход в систему
sign-in-login = Имя для входа
sign-in-password = Пароль
sign-in-button = Войти
sign-in-wrong = Неверное имя для входа или пароль. Проверьте их и повторите попытку.
sign-in-throttled = Слишком много неудачных попыток. До следующей попытки: { $duration }.
sign-in-demo-title = Демонстрационные учётные записи
sign-in-demo-text = Все лица и дела на этом узле вымышлены.
account-title = Ваша учётная запись
account-zone = Часовой пояс
account-password = Смена пароля
account-old = Текущий пароль
account-new = Новый пароль
account-new-hint = Не менее 10 знаков. Фразу запомнить легче, чем головоломку.
account-change = Изменить пароль
account-wrong-password = текущий пароль указан неверно
role-officer = Сотрудник
role-approver = Утверждающий
role-auditor = Аудитор
role-admin = Администратор

## Lists and fields
list-search = Поиск в этом списке
list-search-button = Найти
list-export = Сохранить как
list-none-found = В этом списке ничего не найдено. Укажите меньше слов или другие слова.
list-total = { $n ->
    [0] Записей нет
    [one] { $n } запись
    [few] { $n } записи
    [many] { $n } записей
   *[other] { $n } записи
}
list-pages = Страницы списка
list-page = Страница { $page } из { $pages }
list-previous = Назад
list-next = Вперёд
filter-all = Все
choose = Выберите …
choose-none = Нет
field-is-missing = не заполнено
field-is-required = обязательно
error-word = Ошибка
errors-heading = { $n ->
    [one] Есть { $n } препятствие
    [few] Есть { $n } препятствия
    [many] Есть { $n } препятствий
   *[other] Есть { $n } препятствия
}
objection-warning = рекомендация

## Desk
desk-title = Что требует вашего внимания
desk-search = Розыск лица
desk-work = Обзор работы
desk-our-move = дела, ожидающие нашего действия
desk-unopened = новые неоткрытые акты
desk-to-approve = проекты на утверждении
desk-due-soon = срок истекает в течение трёх дней
desk-our-move-heading = Дела, в которых следующее действие за нами
desk-nothing = Ничто не ожидает вашего внимания. Здесь появятся новые акты партнёров.
desk-all = { $n ->
    [one] Показать { $n } дело в списке дел
    [few] Показать все { $n } дела в списке дел
    [many] Показать все { $n } дел в списке дел
   *[other] Показать все { $n } дела в списке дел
}
desk-drafts = Проекты
desk-no-drafts = Незавершённых проектов нет.
desk-due-heading = Сроки в ближайшие десять дней
desk-delivery = Ожидается доставка
desk-to-ledger = Открыть журнал
desk-keeping = Вы ведёте партнёров, реестры и сотрудников этого узла.

## Search
search-title = Розыск лица
search-name = Имя
search-name-hint = В любой письменности, в любом написании и порядке.
search-born = Дата рождения
search-born-hint = 1985-03-14, 1985-03 или 1985. Если неизвестна, оставьте пустой.
search-nationality = Гражданство
search-nationality-hint = Две буквы, например EE, DE или RU. Можно не указывать.
search-purpose = Цель
search-purpose-hint = Сохраняется в протоколе действий и сообщается запрашиваемым партнёрам.
search-purpose-usual = Розыск лица
search-basis = Правовое основание
search-basis-usual = Европейская конвенция о выдаче
search-partners = Запросить этих партнёров
search-partners-hint = Партнёр узнаёт имя, цель и правовое основание и сообщает, есть ли совпадение.
search-no-partners = Пока нет партнёров, которых можно запросить.
search-no-partners-asked = Партнёры не запрашивались.
search-button = Найти
search-button-short = Найти
search-recent = Ваши последние поиски
search-recent-none = Пока нет.
search-results-title = Поиск: { $name }
search-results-kicker = Поиск
search-again = Изменить условия поиска
search-own = В наших реестрах
search-own-none = В наших реестрах никто не подходит.
search-at-partners = У партнёров
search-hits = { $n ->
    [0] совпадений нет
    [one] { $n } совпадение
    [few] { $n } совпадения
    [many] { $n } совпадений
   *[other] { $n } совпадения
}
search-took = ответ получен за { $ms } мс
answer-waiting = ожидается ответ
answer-no-hit = совпадений нет
answer-unreachable = недоступен
answer-declined = отказ
answer-hits = есть совпадения
answer-waiting-text = Запрос направлен.
answer-no-hit-text = Партнёр ответил, что в его реестрах никто не подходит.
answer-unreachable-text = Связь с партнёром отсутствует. Запрос ожидает и будет доставлен при первой возможности; ничего не будет утрачено.
answer-declined-text = Партнёр отказывается отвечать:
hit-name-withheld = Имя не раскрыто партнёром
hits-weak = { $n ->
    [one] { $n } слабое сходство
    [few] { $n } слабых сходства
    [many] { $n } слабых сходств
   *[other] { $n } слабого сходства
}
hit-reasons = Обоснование оценки
hit-open-request = Составить запрос
hit-open-subject = Открыть в реестре
score-very-likely = весьма вероятно, то же лицо
score-likely = вероятно, то же лицо
score-possible = возможно, то же лицо
score-weak = слабое сходство
reason-for = в пользу совпадения
reason-against = против совпадения
reason-name-same = «{ $ours }» совпадает
reason-name-transliteration = «{ $ours }» и «{ $theirs }» — одно имя в двух письменностях
reason-name-spelling = «{ $ours }» и «{ $theirs }» сходны по написанию
reason-name-nickname = «{ $ours }» и «{ $theirs }» — формы одного имени
reason-name-initial = у «{ $ours }» и «{ $theirs }» общий инициал
reason-name-sound = «{ $ours }» и «{ $theirs }» сходны по звучанию
reason-name-joined = «{ $ours }» и «{ $theirs }» различаются только слитным написанием
reason-name-missing = «{ $ours }{ $theirs }» есть только с одной стороны
reason-name-against = «{ $ours }» и «{ $theirs }» различаются
reason-born-same = тот же день рождения, { $ours }
reason-withheld = не раскрыто
reason-born-same-year = даты рождения совпадают в известной части ({ $ours }, { $theirs })
reason-born-swapped = день и месяц рождения переставлены ({ $ours }, { $theirs })
reason-born-digit = даты рождения различаются одной цифрой ({ $ours }, { $theirs })
reason-born-year-off = годы рождения различаются на единицу ({ $ours }, { $theirs })
reason-born-january-first = одна из дат рождения — 1 января, что часто пишут, когда день неизвестен ({ $ours }, { $theirs })
reason-born-near = даты рождения близки ({ $ours }, { $theirs })
reason-born-different = даты рождения различаются ({ $ours }, { $theirs })
reason-nationality-same = то же гражданство, { $theirs }
reason-nationality-different = гражданство различается ({ $ours }, { $theirs })
reason-sex-same = тот же пол
reason-sex-different = пол различается ({ $ours }, { $theirs })
reason-document-same = тот же номер документа, { $theirs }
reason-document-near = номера документов легко спутать ({ $ours }, { $theirs })
reason-document-different = номера документов различаются ({ $ours }, { $theirs })

## Cases
cases-title = Дела
cases-caption = Дела этого органа: по нашим запросам и по запросам партнёров
cases-none = Дел пока нет.
case-title = Дело: { $person }
case-number = Дело
case-new = новое
case-outgoing = Наш запрос
case-incoming = Запрос к нам
case-outgoing-arrow = кому:
case-incoming-arrow = от кого:
case-evidence = Пакет доказательств
case-we-act = Следующее действие за нами
case-they-act = Следующее действие: { $who }
case-nobody-acts = Действий ни от кого не требуется
case-open-drafts = Незавершённые проекты:
case-draft-open = продолжить проект
case-clocks = Течение сроков
case-clocks-waiting = { $n ->
    [one] Течение { $n } срока ещё не началось
    [few] Течение { $n } сроков ещё не началось
    [many] Течение { $n } сроков ещё не началось
   *[other] Течение { $n } срока ещё не началось
}
case-timeline = Ход дела
case-absent = { $n ->
    [one] Упомянут { $n } акт, который сюда ещё не поступил. Он запрашивается.
    [few] Упомянуты { $n } акта, которые сюда ещё не поступили. Они запрашиваются.
    [many] Упомянуты { $n } актов, которые сюда ещё не поступили. Они запрашиваются.
   *[other] Упомянуты { $n } акта, которые сюда ещё не поступили. Они запрашиваются.
}
case-person = Лицо
case-law = Правовое основание
case-residual = Обоснование применения субсидиарного инструмента:
case-missing = Ещё недостаёт
case-undertakings = Принятые обязательства
case-safeguards = Защитные гарантии
next-ours = Действие за нами
next-theirs = Действие за ними
status-new = новое
status-requested = запрос направлен
status-awaiting-supplement = ожидается дополнительная информация
status-accepted = принято к исполнению
status-arrested = лицо арестовано
status-released = лицо освобождено
status-postponed = отложено
status-granted = удовлетворено
status-in-effect = действует
status-performed = исполнено
status-refused = отказано
status-surrendered = лицо передано
status-withdrawn = отозвано
status-closed = закрыто
procedure-extradition = выдача
procedure-provisional-arrest = временный арест
procedure-simplified-extradition = выдача в упрощённом порядке
procedure-surrender = передача на основании ордера на арест
deadline-due = Срок до
deadline-obliged = Обязанная сторона:
deadline-us = мы
deadline-from = Начало течения:
deadline-consequence = Последствие пропуска:
deadline-state-running = течёт
deadline-state-met = соблюдён
deadline-state-missed = пропущен
deadline-state-waiting = не начался
deadline-state-suspended = приостановлен
deadline-provisional-arrest-maximum = 40 дней: окончание временного ареста
deadline-request-received-may-release = 18 дней: должен поступить запрос
deadline-supplementary-information = Ответ на запрос информации
deadline-surrender-may-release = 15 дней: лицо может быть освобождено
deadline-surrender-must-release = 30 дней: лицо подлежит освобождению
deadline-speciality-exit-window = Прекращение действия правила конкретности
deadline-outcome-notice = Уведомление о результате
deadline-consent-notice = Уведомление о согласии
deadline-decision-notice = Уведомление о решении
deadline-decision-consent = Решение при наличии согласия
deadline-decision-no-consent = Решение при отсутствии согласия
deadline-late-consent = Позднее согласие
deadline-surrender = Передача
deadline-additional-consent = Дополнительное согласие
deadline-speciality-consent = Ответ по правилу конкретности
deadline-re-extradition-consent = Ответ о выдаче третьему государству
deadline-delay-notice = Уведомление о задержке
deadline-refusal-despite-consent = Уведомление об отказе несмотря на согласие
deadline-missing-limits-no-release = Пропуск сроков
deadline-release-after-expiry = Освобождение по истечении срока
deadline-speciality-presence = Пребывание после освобождения

## Acts
act-request = Запрос
act-acceptance = Принятие к исполнению
act-question = Запрос дополнительной информации
act-supplement = Дополнительная информация
act-arrest = Арест
act-consent = Согласие лица
act-release = Освобождение
act-decision = Решение
act-surrender = Передача
act-outcome = Результат
act-withdrawal = Отзыв запроса
act-note = Примечание
act-measure = Мера
act-extension = Продление срока
act-suspension = Приостановление срока
act-undertaking = Обязательство
act-fulfilment = Исполнение обязательства
do-request = Составить запрос
do-acceptance = Принять к исполнению и распорядиться об аресте
do-question = Запросить дополнительную информацию
do-supplement = Представить дополнительную информацию
do-arrest = Зафиксировать арест
do-consent = Зафиксировать согласие лица
do-release = Зафиксировать освобождение
do-decision = Подготовить проект решения
do-surrender = Зафиксировать передачу
do-outcome = Сообщить о результате
do-withdrawal = Отозвать запрос
do-note = Добавить примечание
do-measure = Зафиксировать меру
do-extension = Продлить срок
do-suspension = Приостановить или возобновить срок
do-undertaking = Дать обязательство
do-fulfilment = Сообщить об исполнении обязательства
act-back-to-case = Вернуться к делу
act-goes-to = Кому:
act-question-number = Вопрос { $n }
act-more-questions = Ещё вопросы
act-send = Подписать и отправить
act-says = Содержание
act-proof = Доказательство
act-second-person = Второе лицо:
act-documents = { $n ->
    [one] { $n } документ
    [few] { $n } документа
    [many] { $n } документов
   *[other] { $n } документа
}
act-fault = Не соответствует процедуре:
act-id = Акт
act-author = Автор
act-recipients = Получатели
act-arrived = Зарегистрировано здесь
act-onward = Дальнейшая передача сведений
act-follows = Следует за
act-channel = Канал
act-channel-place = эпоха { $epoch }, номер { $sequence }
act-envelope = Конверт
onward-none = не допускается
onward-with-consent = с согласия
onward-authorities-of-recipient-state = в пределах государства получателя
delivery-waiting = Ожидает доставки.
delivery-attempts = { $n ->
    [one] Пока { $n } попытка.
    [few] Пока { $n } попытки.
    [many] Пока { $n } попыток.
   *[other] Пока { $n } попытки.
}
delivery-cause = Причина:
delivery-next = Следующая попытка:
stage-stored = Квитанция: сохранено партнёром
stage-opened = Квитанция: открыто сотрудником партнёра
stage-accepted = Квитанция: принято партнёром
stage-refused = Квитанция: отклонено партнёром
receipt-leaf = запись { $leaf } журнала партнёра
receipt-own-leaf = запись { $leaf } нашего журнала
receipt-given = Квитанция выдана

## Drafts
drafts-title = Проекты
drafts-caption = Акты, требующие участия второго лица
drafts-new = Новый запрос
drafts-other-matter = Запросить другое
drafts-procedures = О чём вы просите?
drafts-begin = Начать
draft-title = Проект: { $act }
draft-nobody-yet = лицо ещё не указано
draft-state-editing = составляется
draft-state-submitted = ожидает утверждения
draft-state-returned = возвращён
draft-state-sent = отправлен
draft-state-discarded = аннулирован
draft-returned-by = { $who } возвращает проект с замечанием:
draft-save = Сохранить
draft-submit = Сохранить и представить на утверждение
draft-submit-hint = Второе лицо читает весь текст и утверждает его. До этого ничего не отправляется.
draft-discard = Аннулировать этот проект
draft-missing = Чего недостаёт
draft-missing-count = { $n ->
    [one] Перед представлением на утверждение нужно заполнить { $n } пункт.
    [few] Перед представлением на утверждение нужно заполнить { $n } пункта.
    [many] Перед представлением на утверждение нужно заполнить { $n } пунктов.
   *[other] Перед представлением на утверждение нужно заполнить { $n } пункта.
}
draft-nothing-missing = Всё есть. Проект можно представить на утверждение.
draft-advice = Стоит проверить
draft-law = О чём запрос и на основании каких норм
draft-contents = Что должен содержать запрос
draft-handling = Режим обращения
draft-text = Текст
draft-instruments = Инструменты, связывающие оба государства сегодня
draft-residual = Субсидиарные инструменты
draft-residual-warning = Отношения этих двух государств регулирует другой инструмент. Применяйте один из этих только с указанием причины; её увидят обе стороны.
draft-no-instrument = На этот день ни один инструмент не связывает оба государства по данной процедуре.
draft-their-safeguards = { $n ->
    [one] { $n } защитная гарантия, по которой должна ответить другая сторона
    [few] { $n } защитные гарантии, по которым должна ответить другая сторона
    [many] { $n } защитных гарантий, по которым должна ответить другая сторона
   *[other] { $n } защитной гарантии, по которым должна ответить другая сторона
}
draft-deadlines = { $n ->
    [one] { $n } срок, вытекающий из этих норм
    [few] { $n } срока, вытекающих из этих норм
    [many] { $n } сроков, вытекающих из этих норм
   *[other] { $n } срока, вытекающих из этих норм
}
draft-written-by = Автор:
draft-edited-by = изменения:
documents-title = Документы
documents-attach = Приложить документ
documents-which = Какой это документ
documents-other = Иной документ
documents-name = Название
documents-file = Файл
documents-text = Или его текст
documents-add = Приложить и сохранить
documents-attached = Приложено
documents-there = приложен
documents-remove = Удалить
safeguard-hint = Каждый ответ даётся от вашего имени и хранится вместе с обоснованием.
safeguard-blocks = ответ обязателен
safeguard-stops = препятствует акту
safeguard-reasoning = Обоснование
safeguard-confidential = Это обоснование остаётся в данном органе и никому не передаётся.
safeguard-by = Ответ дан:
safeguard-answered = { $n ->
    [one] Дан { $n } ответ
    [few] Дано { $n } ответа
    [many] Дано { $n } ответов
   *[other] Дано { $n } ответа
}
safeguard-unanswered = { $n ->
    [one] { $n } ещё без ответа
    [few] { $n } ещё без ответа
    [many] { $n } ещё без ответа
   *[other] { $n } ещё без ответа
}
safeguard-open = Ответа ещё нет
who-requesting = запрашивающая сторона
who-requested = запрашиваемая сторона
who-issuing = государство, выдавшее ордер
who-executing = исполняющее государство
who-both = обе стороны
who-person = лицо
instrument-role-governs = регулирует
instrument-role-supplements = дополняет
instrument-role-residual = субсидиарный
ground-none = Оснований нет (удовлетворено)
ground-all = { $n ->
    [one] { $n } основание полностью
    [few] Все { $n } основания полностью
    [many] Все { $n } оснований полностью
   *[other] Все { $n } основания полностью
}
ground-effect-mandatory = обязательный отказ
ground-effect-optional = возможен отказ
ground-effect-prohibited = не является основанием
ground-effect-postpone = возможна отсрочка
ground-effect-conditional = на условиях
ground-effect-permits-grant = возможно удовлетворение
ground-effect-procedure = порядок
review-heading = Ваше утверждение
review-text = Вы отвечаете за этот акт вместе с его автором. Прочитайте его полностью. При утверждении он немедленно подписывается, запечатывается и отправляется.
review-approve = Утвердить и отправить
review-remark = Замечание для автора
review-return = Вернуть с замечанием
review-yours = Ожидает вашего решения.
review-waits = Ожидает второго лица: оно должно иметь роль утверждающего и не быть автором проекта.
review-sent = Утверждено и отправлено.
review-to-act = Открыть акт
review-being-written = Проект ещё составляется.
review-discarded = Этот проект аннулирован.
review-changed = Пока вы читали, проект изменился. Прочитайте его заново, прежде чем утвердить.
conflict-title = Проект изменён двумя сотрудниками
conflict-text = Пока вы писали, проект был сохранён другим сотрудником: { $who }. Ничего не перезаписано, ваш текст по-прежнему здесь.
conflict-how = Сравните тексты ниже. Исправьте свой или оставьте другой и сохраните.
conflict-theirs = Сохранённый текст, автор: { $who }
conflict-yours = Ваш текст, ещё не сохранён
conflict-keep = Оставить этот текст
conflict-save = Сохранить этот вариант
conflict-drop = Отбросить мой вариант и открыть сохранённый

## Fields of acts
field-procedure-provisional-arrest = Временный арест
field-procedure-extradition = Выдача
field-procedures = Предмет запроса
field-instruments = Инструменты
field-person-names = Имена
field-person-born = Дата рождения
field-person-nationality = Гражданство
field-person-sex = Пол
field-person-description = Описание
field-language = Язык
field-urgency = Срочность
field-residual-reason = Обоснование применения субсидиарного инструмента
field-purpose = Цель
field-legal-basis = Правовое основание
field-handling = Режим обращения
field-order = Что постановлено
field-item-about = Предмет
field-item-text = Вопрос
field-about = Предмет
field-question = Вопрос
field-reply-by = Ответить до
field-answers = Ответ на вопрос
field-text = Текст
field-at = Дата и время
field-at-zone = Часовой пояс
field-place = Место
field-before = Перед каким органом
field-counsel = Защитник присутствовал
field-speciality-waived = Лицо отказалось от применения правила конкретности
field-revoked = Отзывается ранее данное согласие
field-reason = Причина
field-deadline = Истёкший срок
field-outcome = Решение
field-ground = Основание
field-reasons = Мотивировка
field-conditions = Условия
field-surrender-on = День передачи
field-surrender-place = Место передачи
field-force-majeure = Передаче воспрепятствовала непреодолимая сила
field-days-in-custody = Дней под стражей
field-result = Результат
hint-person-names = По одному имени в строке, в любой письменности.
hint-person-born = 1985-03-14, 1985-03 или 1985.
hint-person-nationality = Коды, например EE, DE.
hint-conditions = По одному условию в строке.
hint-at-zone = Например, Europe/Berlin.
choice-person-sex-female = женский
choice-person-sex-male = мужской
choice-person-sex-other = иной
choice-urgency-routine = обычная
choice-urgency-urgent = срочно
choice-urgency-immediate = безотлагательно
choice-handling-h0 = H0: без ограничений
choice-handling-h1 = H1: не использовать как доказательство без согласия
choice-handling-h2 = H2: не передавать далее без согласия
choice-handling-h3 = H3: до любого использования связаться с отправителем
choice-outcome-granted = удовлетворено
choice-outcome-refused = отказано
choice-outcome-postponed = отложено
choice-result-surrendered = лицо передано
choice-result-refused = отказано
choice-result-released = лицо освобождено
choice-result-withdrawn = запрос отозван
choice-result-not-found = лицо не найдено
choice-result-executed = исполнено
choice-result-partly-executed = исполнено частично
choice-result-not-executed = не исполнено
choice-result-lapsed = утратило силу
choice-tick-yes = да
choice-tick-no = нет

## Law
law-title = Право
law-from = Запрашивающая сторона
law-to = Запрашиваемая сторона
law-state-hint = Две буквы, например EE, DE или RU.
law-procedure = Процедура
law-on = День
law-check = Какое право применяется?
law-bind = Что связывает стороны на { $on }: { $from } и { $to }
law-since = с
law-excluded = { $n ->
    [one] { $n } инструмент не связывает стороны, и почему
    [few] { $n } инструмента не связывают стороны, и почему
    [many] { $n } инструментов не связывают стороны, и почему
   *[other] { $n } инструмента не связывают стороны, и почему
}
law-conditions = Условия
law-contents = Что должен содержать запрос
law-documents = Прилагаемые документы
law-languages = Языки
law-channels = Каналы сношений
law-deadlines = Сроки
law-grounds = Основания для отказа
law-declarations = Заявления и оговорки
law-library = Библиотека инструментов
law-library-caption = Инструменты в виде данных, изложенные нашими словами по указанным источникам
law-own-words = Изложено нашими словами для работы, не для цитирования. Аутентичный текст находится у депозитария.
law-facts = Инструмент
law-parties = Участники
law-sources = Источники

## Proof
ledger-caption = Записи, начиная с новейших
ledger-empty = В журнале пока нет записей.
ledger-size = { $n ->
    [one] В журнале { $n } запись.
    [few] В журнале { $n } записи.
    [many] В журнале { $n } записей.
   *[other] В журнале { $n } записи.
}
ledger-checkpoint = Подписанная контрольная точка
ledger-origin = Происхождение
ledger-entries = Записи
ledger-root = Корень
ledger-signed = Подписано
ledger-note = Подписанная запись контрольной точки
ledger-verify = Проверить весь журнал
ledger-verify-hint = Заново вычисляет каждую запись и сверяет её с подписанными контрольными точками, актами, конвертами и квитанциями.
ledger-holds = Целостность журнала подтверждена
ledger-broken = Целостность журнала нарушена
report-entries = Пересчитано записей
report-checkpoints = Проверено контрольных точек
report-matched = Сверено конвертов и квитанций
report-took = Затраченное время
entry-title = Запись журнала { $index }
entry-leaf = Хеш листа
entry-proof = Доказательство включения
entry-holds = доказательство верно
entry-fails = доказательство неверно
entry-proof-text = { $n ->
    [one] Хеши соседних узлов от листа до корня дерева из { $n } записи.
    [few] Хеши соседних узлов от листа до корня дерева из { $n } записей.
    [many] Хеши соседних узлов от листа до корня дерева из { $n } записей.
   *[other] Хеши соседних узлов от листа до корня дерева из { $n } записи.
}
entry-sent = акт отправлен
entry-received = акт получен
entry-receipt-given = квитанция выдана
entry-receipt-got = квитанция получена
entry-key = ключ
entry-partner = партнёр
entry-note = примечание
entry-overdue = квитанция просрочена
entry-filler = заполнение
evidence-title = Проверка доказательств
evidence-text = Пакет доказательств подтверждает, кто, что и когда сообщил, без обращения к кому-либо. Здесь он проверяется так же, как его проверил бы суд без подключения к сети, и не сохраняется.
evidence-file = Пакет доказательств
evidence-trusted = Отпечатки, которым вы доверяете
evidence-trusted-hint = Получены по другому каналу, через пробел. Оставьте пустым, чтобы проверить только внутреннюю согласованность пакета.
evidence-check = Проверить
evidence-holds = Подлинность пакета подтверждена
evidence-fails = Подлинность пакета не подтверждена
evidence-made-by = Кем выгружено
evidence-acts = Акты в пакете
evidence-receipt = Квитанция
evidence-key-trusted = доверенный
audit-caption = Что делалось на этом узле, начиная с новейшего
audit-empty = Пока ничего не сделано.
audited-signed-in = вход в систему
audited-search = поиск
audited-case-opened = открытие дела
audited-document-read = чтение документа
audited-subject-read = чтение записи реестра
audited-partner-answered = ответ на поиск партнёра
audited-draft-begun = начало проекта
audited-draft-submitted = представление проекта на утверждение
audited-draft-approved = утверждение проекта
audited-draft-returned = возврат проекта
audited-draft-discarded = аннулирование проекта
audited-act-sent = отправка акта
audited-evidence-exported = выгрузка доказательств
audited-ledger-verified = проверка журнала
audited-officer-created = создание сотрудника
audited-officer-roles = изменение ролей
audited-officer-enabled = разрешение входа сотруднику
audited-officer-disabled = закрытие доступа сотруднику
audited-password-changed = смена пароля
audited-register-created = создание реестра
audited-register-imported = загрузка в реестр
audited-register-rule = изменение правила реестра

## Keeping
partners-ourselves = Этот узел глазами партнёров
partners-compare = Сверяйте отпечатки по телефону или лично: вдвоём, слово за словом.
partners-fingerprint = Отпечаток
partners-words = Словами
partners-address = Адрес
partners-since = Аккредитован с
partners-none = Партнёров пока нет.
partners-how = Партнёры аккредитуются на самой машине командой
standing-pending = ожидает аккредитации
standing-accredited = аккредитован
standing-suspended = приостановлен
delivery-caption = Доставка каждому партнёру
delivery-all-there = всё доставлено
delivery-all-there-text = Всё доставлено.
delivery-waiting-count = { $n ->
    [one] { $n } конверт ожидает
    [few] { $n } конверта ожидают
    [many] { $n } конвертов ожидают
   *[other] { $n } конверта ожидают
}
delivery-waiting-text = { $n ->
    [one] { $n } конверт ожидает доставки партнёру. Он хранится, попытки повторяются; ничего не будет утрачено.
    [few] { $n } конверта ожидают доставки партнёрам. Они хранятся, попытки повторяются; ничего не будет утрачено.
    [many] { $n } конвертов ожидают доставки партнёрам. Они хранятся, попытки повторяются; ничего не будет утрачено.
   *[other] { $n } конверта ожидают доставки партнёрам. Они хранятся, попытки повторяются; ничего не будет утрачено.
}
delivery-reached = последняя связь
registers-caption = Реестры этого органа
registers-none = Реестров пока нет.
registers-new = Новый реестр
registers-create = Создать реестр
rule-own = поиск только для нас
rule-partners = поиск также для партнёров
rule-searchable = Поиск доступен аккредитованным партнёрам
rule-reveals = Что совпадение сообщает партнёру
rule-save = Сохранить
reveals-hit-only = только факт совпадения
reveals-summary = краткие сведения
subjects-caption = Субъекты этого реестра
subjects-none = Этот реестр пуст.
subjects-count = { $n ->
    [one] { $n } субъект
    [few] { $n } субъекта
    [many] { $n } субъектов
   *[other] { $n } субъекта
}
subject-search-partners = Искать это лицо у партнёров
import-title = Загрузка
import-file = Файл
import-hint = FollowTheMoney JSON lines либо CSV или TSV с заголовком. Об ошибочной строке сообщается с её номером; остальное сохраняется.
import-button = Загрузить
import-report = Итог загрузки
import-added = Новые
import-changed = Изменённые
import-unchanged = Без изменений
import-refused = Отклонено строк
import-bad-lines = Отклонённые строки по номерам
officers-caption = Сотрудники этого органа
officers-none = Сотрудников пока нет.
officers-new = Новый сотрудник
officers-login-hint = Строчные буквы, цифры, точки и дефисы.
officers-create = Создать сотрудника
officer-enabled = вход разрешён
officer-disabled = доступ закрыт
officer-enable = Разрешить вход
officer-disable = Закрыть доступ

## Columns
column-person = Лицо
column-counterpart = Другая сторона
column-status = Статус
column-next = Следующее действие
column-due = Ближайший срок
column-changed = Последнее изменение
column-act = Акт
column-partner = Партнёр
column-state = Состояние
column-drafted-by = Автор
column-login = Имя для входа
column-name = Имя
column-roles = Роли
column-enabled = Доступ
column-born = Дата рождения
column-nationality = Гражданство
column-schema = Вид
column-id = Идентификатор
column-register = Реестр
column-purpose = Цель
column-subjects = Субъекты
column-rule = Кому доступен поиск
column-index = Запись
column-entry-kind = Что
column-when = Когда
column-digest = Хеш
column-who = Кто
column-what = Действие
column-object = Объект
column-detail = Подробности
column-waiting = Ожидает
column-reached = Последняя связь
column-cause = Причина
column-next-attempt = Следующая попытка
column-deadline = Срок
column-length = Продолжительность
column-instrument = Инструмент
column-title = Название
column-parties = Участники
column-rules = Правила

## Things of registers
schema-person = лицо
schema-organization = организация
schema-company = компания
schema-vehicle = транспортное средство
schema-vessel = судно
property-name = Имя
property-alias = Также известен как
property-birthdate = Дата рождения
property-birthplace = Место рождения
property-nationality = Гражданство
property-gender = Пол
property-passportnumber = Номер паспорта
property-idnumber = Номер удостоверения личности
property-address = Адрес
property-country = Страна
property-firstname = Имя (личное)
property-lastname = Фамилия
property-fathername = Отчество
property-notes = Примечания
property-topics = Темы

## States and languages
state-ee = Эстония
state-de = Германия
state-ru = Россия
state-lv = Латвия
state-lt = Литва
state-pl = Польша
state-fi = Финляндия
state-ua = Украина
state-fr = Франция
state-gb = Великобритания
state-ge = Грузия
state-am = Армения
state-tr = Турция
state-by = Беларусь
state-kz = Казахстан
language-name-et = эстонский
language-name-de = немецкий
language-name-ru = русский
language-name-en = английский
language-name-fr = французский
language-name-lv = латышский
language-name-lt = литовский
language-name-ar = арабский

## Errors
error-title-other = Действие не выполнено
error-title-400 = Форму не удалось прочитать
error-title-401 = Вы не вошли в систему
error-title-403 = Это не разрешено
error-title-404 = Не найдено
error-title-405 = Так открыть нельзя
error-title-409 = За это время произошли изменения
error-title-413 = Слишком большой объём
error-title-422 = Требуется исправление
error-title-429 = Слишком много попыток
error-title-500 = Сбой этого узла
error-title-503 = Сейчас невозможно
error-title-507 = Диск заполнен
error-remedy = Что можно сделать:
error-reference = Сообщите администратору этот номер: { $reference }
error-to-desk = К рабочему столу
error-no-page = Такой страницы на этом узле нет.
error-no-page-remedy = Проверьте адрес или начните с рабочего стола.
error-wrong-method = Этот адрес принимает форму и не открывается сам по себе.
error-wrong-method-remedy = Вернитесь на страницу с формой.
error-forged = Форма поступила не со страницы вашего текущего сеанса, поэтому ничего не сделано.
error-forged-remedy = Вернитесь, обновите страницу и отправьте форму снова. Браузер обычно сохраняет введённое.
error-too-large = Отправленное больше, чем принимает эта форма.
error-too-large-remedy = Отправьте файл меньшего размера или разделите его.
error-unreadable = Форму не удалось прочитать; ничего не сделано.
error-unreadable-remedy = Вернитесь и отправьте её снова; где нужен файл, выберите его.
error-not-signed-in = Ваш сеанс завершён, поэтому ничего не сделано.
error-not-signed-in-remedy = Войдите в систему в другом окне, затем вернитесь сюда и отправьте форму снова.
error-throttled = Слишком много неудачных попыток.
error-throttled-remedy = Немного подождите и повторите попытку.
error-not-allowed = Для этого нужна другая роль: { $roles }.
error-not-allowed-remedy = Обратитесь к коллеге с этой ролью или к администратору узла.
error-own-draft = Вы сами составили, изменили или представили этот проект. Утвердить его должно второе лицо.
error-own-draft-remedy = Обратитесь к коллеге с ролью утверждающего.
error-not-found = «{ $id }» здесь нет или вам недоступно.
error-not-found-remedy = Поищите в списке: возможно, номер другой.
error-invalid = Введённые данные использовать нельзя.
error-conflict = За это время данные сохранил кто-то другой. Ничего не перезаписано.
error-conflict-remedy = Откройте снова и сравните.
error-wrong-state = Состояние этого проекта: { $state }; это действие с ним больше невозможно.
error-wrong-state-remedy = Откройте проект, чтобы увидеть его состояние.
error-objected = Этому препятствует право или процедура.
error-objected-remedy = Устраните перечисленное и повторите попытку.
error-partner = С этим партнёром работать нельзя.
error-partner-remedy = Посмотрите список партнёров; их аккредитует администратор.
error-full = Диск узла заполнен. Ничего не сделано наполовину: акт не зарегистрирован.
error-full-remedy = Попросите администратора освободить место и повторите попытку.
error-ours = Узел не смог это выполнить. Ничего не сделано наполовину.
error-ours-remedy = Повторите попытку через некоторое время. Если не поможет, сообщите администратору.

## Help
about-title = Справка и о системе
about-lead = С помощью Comity органы разных стран разыскивают лиц и обращаются друг к другу за помощью, в любой момент зная, на какой стадии находится каждый запрос. Центра нет: никакой посредник не может прочитать, изменить, утратить или отрицать сказанное двумя органами друг другу.
about-version = Версия
help-search = Розыск лица
help-search-text = Введите имя в любой письменности. Наши реестры отвечают сразу; каждый партнёр сообщает о наличии совпадения по своему правилу. Оценка упорядочивает, решаете вы. Под каждым совпадением указаны доводы за и против.
help-request = Составление запроса
help-request-text = Составьте запрос прямо из совпадения. Страница показывает, какие инструменты связывают оба государства сегодня, что должен содержать запрос и чего недостаёт, с указанием статьи. Правила с пометкой «по памяти» не сверены с источником.
help-second = Второе лицо
help-second-text = Запрос, принятие к исполнению и решение требуют второго лица, которое их не составляло. Утверждение одним шагом подписывает, запечатывает и отправляет акт.
help-clock = Течение сроков
help-clock-text = Сроки начинают течь сами с событий дела. Для каждого указано, кто обязан действовать, статья и последствие пропуска. Время показано в поясе этого органа и в UTC.
help-receipt = Квитанции
help-receipt-text = На каждый акт, дошедший до партнёра, есть квитанция: доказательство включения в собственный журнал партнёра. До этого видно, почему акт ожидает и когда будет следующая попытка.
help-evidence = Доказательства
help-evidence-text = Кнопка в деле даёт один файл, доказывающий всё дело. Любой может проверить его без подключения к сети; проверка не пройдёт, если изменён хотя бы один байт.
help-keyboard = Клавиатура и программа чтения с экрана
help-keyboard-text = Каждая страница работает без мыши и без скриптов. Первое нажатие Tab ведёт к ссылке перехода к содержанию; ошибки перечислены вверху и ведут к своим полям.
