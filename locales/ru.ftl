# Comity, русский. В каждом языке те же сообщения с теми же значениями; это проверяет тест.

## Рамка
skip-to-content = Перейти к содержанию
language = Язык
nav-menu = Меню
nav-label = Главная навигация
nav-group-work = Работа
nav-group-reference = Справка
nav-group-proof = Доказательства и ведение
nav-desk = Рабочий стол
nav-search = Найти человека
nav-cases = Дела
nav-drafts = Проекты
nav-law = Право
nav-partners = Партнёры
nav-delivery = Доставка
nav-registers = Учёты
nav-ledger = Книга учёта
nav-evidence = Проверить доказательство
nav-audit = Журнал действий
nav-officers = Сотрудники
nav-help = Помощь и сведения
foot-node = Узел
sign-out = Выйти
cancel = Отмена
refresh = Обновить страницу
unverified = по памяти
unverified-title = Это правило приведено по памяти и не прочитано в источнике. Проверьте его, прежде чем полагаться на него.
done-signed-out = Вы вышли.
done-password = Пароль изменён.
done-sent = Акт подписан, записан и передан на доставку.
done-approved = Утверждено. Акт подписан, записан и передан на доставку.
done-saved = Сохранено.
done-attached = Сохранено, документ приложен.
done-removed = Сохранено, документ удалён.
done-submitted = Представлено. Второе лицо должно прочесть и утвердить, прежде чем это будет отправлено.
done-returned = Возвращено автору с вашим замечанием.
done-discarded = Проект оставлен.
done-created = Создано.
done-rule = Правило изменено.

## Единицы и время
unit-days = { $n ->
    [one] { $n } день
    [few] { $n } дня
   *[many] { $n } дней
}
unit-hours = { $n ->
    [one] { $n } час
    [few] { $n } часа
   *[many] { $n } часов
}
unit-minutes = { $n ->
    [one] { $n } минута
    [few] { $n } минуты
   *[many] { $n } минут
}
unit-seconds = { $n ->
    [one] { $n } секунда
    [few] { $n } секунды
   *[many] { $n } секунд
}
unit-bytes = { $n ->
    [one] { $n } байт
    [few] { $n } байта
   *[many] { $n } байт
}
time-left = осталось: { $duration }
time-overdue = просрочено: { $duration }

## Вход
sign-in-title = Вход
sign-in-login = Имя для входа
sign-in-password = Пароль
sign-in-button = Войти
sign-in-wrong = Имя или пароль неверны. Проверьте и попробуйте снова.
sign-in-throttled = Слишком много неудачных попыток. Повторите через: { $duration }.
sign-in-demo-title = Учётные записи для показа
sign-in-demo-text = Все люди и дела на этом узле вымышлены.
account-title = Ваша учётная запись
account-zone = Часовой пояс
account-password = Сменить пароль
account-old = Прежний пароль
account-new = Новый пароль
account-new-hint = Не меньше 10 знаков. Фразу запомнить легче, чем загадку.
account-change = Сменить пароль
account-wrong-password = прежний пароль неверен
role-officer = Сотрудник
role-approver = Утверждающий
role-auditor = Проверяющий
role-admin = Администратор

## Списки и поля
list-search = Искать в списке
list-search-button = Искать
list-export = Сохранить как
list-none-found = В списке ничего не подходит. Попробуйте меньше слов или другие.
list-total = { $n ->
    [0] Записей нет
    [one] { $n } запись
    [few] { $n } записи
   *[many] { $n } записей
}
list-pages = Страницы списка
list-page = Страница { $page } из { $pages }
list-previous = Назад
list-next = Далее
filter-all = Все
choose = Выберите …
choose-none = Не указано
field-is-missing = не хватает
field-is-required = обязательно
error-word = Ошибка
errors-heading = { $n ->
    [one] Мешает { $n } вещь
    [few] Мешают { $n } вещи
   *[many] Мешают { $n } вещей
}
objection-warning = совет

## Рабочий стол
desk-title = Что требует вас сейчас
desk-search = Найти человека
desk-work = Работа вкратце
desk-our-move = дел ждут нас
desk-unopened = новых актов не открыто
desk-to-approve = проектов на утверждение
desk-due-soon = истекают в три дня
desk-our-move-heading = Дела, где следующий шаг за нами
desk-nothing = Ничто вас не ждёт. Новые акты партнёров появятся здесь.
desk-all = { $n ->
    [one] Показать в списке дел ({ $n })
    [few] Показать все { $n } в списке дел
   *[many] Показать все { $n } в списке дел
}
desk-drafts = Проекты
desk-no-drafts = Открытых проектов нет.
desk-due-heading = Сроки ближайших десяти дней
desk-delivery = Доставка ждёт
desk-to-ledger = Открыть книгу учёта
desk-keeping = Вы ведёте партнёров, учёты и сотрудников этого узла.

## Поиск
search-title = Найти человека
search-name = Имя
search-name-hint = На любом письме, в любом написании и порядке.
search-born = Дата рождения
search-born-hint = 1985-03-14, 1985-03 или 1985. Оставьте пустой, если неизвестна.
search-nationality = Гражданство
search-nationality-hint = Две буквы, например EE, DE или RU. Можно не указывать.
search-purpose = Цель
search-purpose-hint = Сохраняется в журнале и сообщается запрошенным партнёрам.
search-purpose-usual = Поиск разыскиваемого лица
search-basis = Правовое основание
search-basis-usual = Европейская конвенция о выдаче
search-partners = Спросить этих партнёров
search-partners-hint = Партнёр узнаёт имя, цель и основание и отвечает: есть совпадение или нет.
search-no-partners = Пока некого спросить.
search-no-partners-asked = Партнёров не спрашивали.
search-button = Искать
search-button-short = Искать
search-recent = Ваши последние поиски
search-recent-none = Пока нет.
search-results-title = Поиск: { $name }
search-results-kicker = Поиск
search-again = Изменить поиск
search-own = В наших учётах
search-own-none = В наших учётах никто не подходит.
search-at-partners = У партнёров
search-hits = { $n ->
    [0] нет совпадений
    [one] { $n } совпадение
    [few] { $n } совпадения
   *[many] { $n } совпадений
}
search-took = ответ за { $ms } мс
answer-waiting = ждём
answer-no-hit = нет совпадений
answer-unreachable = недоступен
answer-declined = отказ
answer-hits = совпадения
answer-waiting-text = Вопрос в пути.
answer-no-hit-text = Партнёр ответил, что в его учётах никто не подходит.
answer-unreachable-text = Партнёр недоступен. Вопрос ждёт и будет доставлен при первой возможности; ничто не пропадёт.
answer-declined-text = Партнёр отказывается отвечать:
hit-name-withheld = Партнёр не сообщает имени
hits-weak = { $n ->
    [one] { $n } слабое сходство
    [few] { $n } слабых сходства
   *[many] { $n } слабых сходств
}
hit-reasons = Почему такая оценка
hit-open-request = Начать запрос
hit-open-subject = Открыть в учёте
score-very-likely = весьма вероятно, тот же человек
score-likely = вероятно, тот же человек
score-possible = возможно, тот же человек
score-weak = слабое сходство
reason-for = за
reason-against = против
reason-name-same = «{ $ours }» совпадает
reason-name-transliteration = «{ $ours }» и «{ $theirs }» — одно имя в двух записях
reason-name-spelling = «{ $ours }» и «{ $theirs }» пишутся похоже
reason-name-nickname = «{ $ours }» и «{ $theirs }» — формы одного имени
reason-name-initial = «{ $ours }» и «{ $theirs }» начинаются одинаково
reason-name-sound = «{ $ours }» и «{ $theirs }» звучат похоже
reason-name-joined = «{ $ours }» и «{ $theirs }» различаются лишь слитностью
reason-name-missing = «{ $ours }{ $theirs }» есть лишь с одной стороны
reason-name-against = «{ $ours }» и «{ $theirs }» различны
reason-born-same = тот же день рождения, { $theirs }
reason-born-same-year = даты рождения сходятся, насколько известны ({ $ours }, { $theirs })
reason-born-swapped = день и месяц рождения переставлены ({ $ours }, { $theirs })
reason-born-digit = даты рождения различаются одной цифрой ({ $ours }, { $theirs })
reason-born-year-off = годы рождения различаются на один ({ $ours }, { $theirs })
reason-born-january-first = одна из дат — 1 января, что часто пишут вместо неизвестного дня ({ $ours }, { $theirs })
reason-born-near = даты рождения близки ({ $ours }, { $theirs })
reason-born-different = даты рождения различны ({ $ours }, { $theirs })
reason-nationality-same = то же гражданство, { $theirs }
reason-nationality-different = гражданства различны ({ $ours }, { $theirs })
reason-sex-same = тот же пол
reason-sex-different = пол различен ({ $ours }, { $theirs })
reason-document-same = тот же номер документа, { $theirs }
reason-document-near = номера документов легко спутать ({ $ours }, { $theirs })
reason-document-different = номера документов различны ({ $ours }, { $theirs })

## Дела
cases-title = Дела
cases-caption = Дела этого органа: наши запросы и запросы партнёров
cases-none = Дел пока нет.
case-title = Дело: { $person }
case-number = Дело
case-new = новое
case-outgoing = Наш запрос
case-incoming = Запрос к нам
case-outgoing-arrow = кому:
case-incoming-arrow = от:
case-evidence = Пакет доказательств
case-we-act = Следующий шаг за нами
case-they-act = Следующий шаг: { $who }
case-nobody-acts = Ничей шаг
case-open-drafts = Открытые проекты:
case-draft-open = продолжить проект
case-clocks = Сроки
case-clocks-waiting = { $n ->
    [one] { $n } срок ещё не начался
    [few] { $n } срока ещё не начались
   *[many] { $n } сроков ещё не начались
}
case-timeline = Ход дела
case-absent = { $n ->
    [one] Назван { $n } акт, который сюда не пришёл. Он запрашивается снова.
    [few] Названы { $n } акта, которые сюда не пришли. Они запрашиваются снова.
   *[many] Названы { $n } актов, которые сюда не пришли. Они запрашиваются снова.
}
case-person = Лицо
case-law = Правовое основание
case-residual = Почему применён запасной договор:
case-missing = Ещё не хватает
case-undertakings = Обязательства
case-safeguards = Гарантии
next-ours = Мы
next-theirs = Другая сторона
status-new = новое
status-requested = запрошено
status-awaiting-supplement = ждёт дополнения
status-accepted = принято
status-arrested = задержан
status-released = освобождён
status-postponed = отложено
status-granted = удовлетворено
status-refused = отказано
status-surrendered = передан
status-withdrawn = отозвано
status-closed = закрыто
procedure-extradition = выдача
procedure-provisional-arrest = предварительный арест
procedure-simplified-extradition = упрощённая выдача
procedure-surrender = передача по ордеру на арест
deadline-due = Истекает
deadline-obliged = Обязан:
deadline-us = мы
deadline-from = Отсчёт от:
deadline-consequence = Иначе:
deadline-state-running = идёт
deadline-state-met = соблюдён
deadline-state-missed = пропущен
deadline-state-waiting = не начался
deadline-provisional-arrest-maximum = 40 дней: конец предварительного ареста
deadline-request-received-may-release = 18 дней: запрос должен поступить
deadline-supplementary-information = Ответ на вопрос
deadline-surrender-may-release = 15 дней: лицо может быть освобождено
deadline-surrender-must-release = 30 дней: лицо должно быть освобождено
deadline-speciality-exit-window = 45 дней: конец специализации
deadline-outcome-notice = Сообщение об итоге
deadline-consent-notice = Сообщение о согласии
deadline-decision-notice = Сообщение о решении
deadline-decision-consent = Решение после согласия
deadline-decision-no-consent = Решение без согласия
deadline-late-consent = Позднее согласие
deadline-surrender = Передача
deadline-additional-consent = Дополнительное согласие
deadline-speciality-consent = Ответ о специализации
deadline-re-extradition-consent = Ответ о перевыдаче
deadline-delay-notice = Сообщение о задержке
deadline-refusal-despite-consent = Сообщение об отказе вопреки согласию
deadline-missing-limits-no-release = Сроки пропущены
deadline-release-after-expiry = Освобождение по истечении
deadline-speciality-presence = Пребывание после освобождения

## Акты
act-request = Запрос
act-acceptance = Принятие
act-question = Вопрос
act-supplement = Дополнение
act-arrest = Арест
act-consent = Согласие лица
act-release = Освобождение
act-decision = Решение
act-surrender = Передача
act-outcome = Итог
act-withdrawal = Отзыв
act-note = Заметка
do-request = Составить запрос
do-acceptance = Принять и распорядиться об аресте
do-question = Попросить дополнительных сведений
do-supplement = Ответить дополнением
do-arrest = Записать арест
do-consent = Записать согласие лица
do-release = Записать освобождение
do-decision = Составить решение
do-surrender = Записать передачу
do-outcome = Сообщить итог
do-withdrawal = Отозвать запрос
do-note = Добавить заметку
act-back-to-case = Назад к делу
act-goes-to = Кому:
act-question-number = Вопрос { $n }
act-more-questions = Ещё вопросы
act-send = Подписать и отправить
act-says = Что в нём сказано
act-proof = Доказательство
act-second-person = Второе лицо:
act-documents = { $n ->
    [one] { $n } документ
    [few] { $n } документа
   *[many] { $n } документов
}
act-fault = Не вписывается в процедуру:
act-id = Акт
act-author = Автор
act-recipients = Получатели
act-arrived = Записан здесь
act-onward = Передача дальше
act-follows = Следует за
act-channel = Канал
act-channel-place = эпоха { $epoch }, номер { $sequence }
act-envelope = Конверт
onward-none = не разрешена
onward-with-consent = с согласия
onward-authorities-of-recipient-state = в пределах государства получателя
delivery-waiting = Ждёт доставки.
delivery-attempts = { $n ->
    [one] Пока { $n } попытка.
    [few] Пока { $n } попытки.
   *[many] Пока { $n } попыток.
}
delivery-cause = Причина:
delivery-next = Следующая попытка:
stage-stored = Расписка: сохранено у партнёра
stage-opened = Расписка: открыто сотрудником там
stage-accepted = Расписка: принято партнёром
stage-refused = Расписка: отвергнуто партнёром
receipt-leaf = запись { $leaf } его книги
receipt-own-leaf = запись { $leaf } нашей книги
receipt-given = Расписка выдана

## Проекты
drafts-title = Проекты
drafts-caption = Акты, которым нужно второе лицо
drafts-new = Новый запрос
drafts-procedures = О чём просите?
drafts-begin = Начать
draft-title = Проект: { $act }
draft-nobody-yet = никто ещё не назван
draft-state-editing = составляется
draft-state-submitted = ждёт утверждения
draft-state-returned = возвращён
draft-state-sent = отправлен
draft-state-discarded = оставлен
draft-returned-by = Вернул(а) с замечанием { $who }:
draft-save = Сохранить
draft-submit = Сохранить и представить на утверждение
draft-submit-hint = Второе лицо читает весь текст и утверждает его. До этого ничто не отправляется.
draft-discard = Оставить этот проект
draft-missing = Чего не хватает
draft-missing-count = { $n ->
    [one] До представления нужна ещё { $n } вещь.
    [few] До представления нужны ещё { $n } вещи.
   *[many] До представления нужно ещё { $n } вещей.
}
draft-nothing-missing = Всё есть. Можно представлять.
draft-advice = Стоит взглянуть
draft-law = О чём просим и по какому праву
draft-contents = Что должно быть в запросе
draft-handling = Обращение
draft-text = Текст
draft-instruments = Договоры, связывающие оба государства сегодня
draft-residual = Запасные договоры
draft-residual-warning = Между этими государствами действует другой акт. Применяйте один из этих лишь с указанием причины; её увидят обе стороны.
draft-no-instrument = В этот день для этой процедуры ни один договор не связывает оба государства.
draft-their-safeguards = { $n ->
    [one] { $n } гарантия, на которую ответит другая сторона
    [few] { $n } гарантии, на которые ответит другая сторона
   *[many] { $n } гарантий, на которые ответит другая сторона
}
draft-deadlines = { $n ->
    [one] { $n } срок, следующий из этого права
    [few] { $n } срока, следующих из этого права
   *[many] { $n } сроков, следующих из этого права
}
draft-written-by = Составил(а)
draft-edited-by = изменяли
documents-title = Документы
documents-attach = Приложить документ
documents-which = Какой именно
documents-other = Другой документ
documents-name = Название
documents-file = Файл
documents-text = Или его текст
documents-add = Приложить и сохранить
documents-attached = Приложено
documents-there = приложен
documents-remove = Удалить
safeguard-hint = Каждый ответ — ваш поимённо и хранится с его доводами.
safeguard-blocks = ответ обязателен
safeguard-stops = останавливает акт
safeguard-reasoning = Доводы
safeguard-confidential = Эти доводы остаются у этого органа и никогда не передаются.
safeguard-by = Ответил(а)
safeguard-answered = { $n ->
    [one] { $n } с ответом
    [few] { $n } с ответом
   *[many] { $n } с ответом
}
safeguard-unanswered = { $n ->
    [one] { $n } пока без ответа
    [few] { $n } пока без ответа
   *[many] { $n } пока без ответа
}
safeguard-open = Ответа пока нет
who-requesting = запрашивающее государство
who-requested = запрашиваемое государство
who-issuing = выдающее ордер государство
who-executing = исполняющее государство
who-both = оба государства
who-person = само лицо
instrument-role-governs = применяется
instrument-role-supplements = дополняет
instrument-role-residual = запасной
ground-none = Без основания (удовлетворено)
ground-all = { $n ->
    [one] { $n } основание полностью
    [few] Все { $n } основания полностью
   *[many] Все { $n } оснований полностью
}
ground-effect-mandatory = обязан отказать
ground-effect-optional = может отказать
ground-effect-prohibited = не основание
ground-effect-postpone = может отложить
ground-effect-conditional = при условиях
ground-effect-permits-grant = может удовлетворить
ground-effect-procedure = порядок
review-heading = Ваше утверждение
review-text = Вы отвечаете за этот акт вместе с автором. Прочтите его целиком. Утверждение сразу подписывает, запечатывает и отправляет.
review-approve = Утвердить и отправить
review-remark = Замечание автору
review-return = Вернуть с замечанием
review-yours = Это ждёт вас.
review-waits = Это ждёт второго лица — утверждающего, который этого не писал.
review-sent = Это утверждено и отправлено.
review-to-act = Открыть акт
review-being-written = Это ещё составляется.
review-discarded = Этот проект оставлен.
review-changed = Пока вы читали, проект изменился. Прочтите его снова, прежде чем утвердить.
conflict-title = Проект изменили двое
conflict-text = Пока вы писали, проект сохранил(а) { $who }. Ничто не затёрто, и ваш текст здесь.
conflict-how = Сравните тексты. Поправьте свой или оставьте другой и сохраните.
conflict-theirs = Сохранил(а) { $who }
conflict-yours = Ваш, ещё не сохранён
conflict-keep = Оставить этот текст
conflict-save = Сохранить эту редакцию
conflict-drop = Отбросить мой и открыть сохранённый

## Поля актов
field-procedure-provisional-arrest = Предварительный арест
field-procedure-extradition = Выдача
field-procedures = Прошение
field-instruments = Договоры
field-person-names = Имена
field-person-born = Дата рождения
field-person-nationality = Гражданство
field-person-sex = Пол
field-person-description = Описание
field-language = Язык
field-urgency = Срочность
field-residual-reason = Причина применения запасного договора
field-purpose = Цель
field-legal-basis = Правовое основание
field-handling = Обращение
field-order = Распоряжение об аресте
field-item-about = О чём
field-item-text = Вопрос
field-about = О чём
field-question = Вопрос
field-reply-by = Ответить до
field-answers = Отвечает на вопрос
field-text = Текст
field-at = Когда
field-at-zone = Часовой пояс
field-place = Место
field-before = Перед каким органом
field-counsel = Присутствовал защитник
field-speciality-waived = Лицо отказалось от специализации
field-revoked = Это отменяет прежнее согласие
field-reason = Причина
field-deadline = Истёкший срок
field-outcome = Решение
field-ground = Основание отказа
field-reasons = Мотивы
field-conditions = Условия
field-surrender-on = День передачи
field-surrender-place = Место передачи
field-force-majeure = Передаче помешала непреодолимая сила
field-days-in-custody = Дней под стражей
field-result = Итог
hint-person-names = По одному имени в строке, на любом письме.
hint-person-born = 1985-03-14, 1985-03 или 1985.
hint-person-nationality = Коды, например EE, DE.
hint-conditions = По одному условию в строке.
hint-at-zone = Например, Europe/Berlin.
choice-person-sex-female = женский
choice-person-sex-male = мужской
choice-person-sex-other = иной
choice-urgency-routine = обычная
choice-urgency-urgent = срочно
choice-urgency-immediate = немедленно
choice-handling-h0 = H0: без ограничений
choice-handling-h1 = H1: не как доказательство без согласия
choice-handling-h2 = H2: не передавать без согласия
choice-handling-h3 = H3: перед любым использованием спросить отправителя
choice-outcome-granted = удовлетворено
choice-outcome-refused = отказано
choice-outcome-postponed = отложено
choice-result-surrendered = передан
choice-result-refused = отказано
choice-result-released = освобождён
choice-result-withdrawn = отозвано
choice-result-not-found = не найден
choice-tick-yes = да
choice-tick-no = нет

## Право
law-title = Право
law-from = Запрашивающее государство
law-to = Запрашиваемое государство
law-state-hint = Две буквы, например EE, DE или RU.
law-procedure = Процедура
law-on = День
law-check = Какое право применяется?
law-bind = Что связывает { $from } и { $to } на { $on }
law-since = с
law-excluded = { $n ->
    [one] { $n } договор не связывает, и почему
    [few] { $n } договора не связывают, и почему
   *[many] { $n } договоров не связывают, и почему
}
law-conditions = Условия
law-contents = Что должно быть в запросе
law-documents = Что приложить
law-languages = Языки
law-channels = Каналы
law-deadlines = Сроки
law-grounds = Основания отказа
law-declarations = Заявления и оговорки
law-library = Собрание договоров
law-library-caption = Договоры как данные, своими словами по названным источникам
law-own-words = Изложено своими словами для работы, не для цитирования. Подлинный текст — у депозитария.
law-facts = Договор
law-parties = Участники
law-sources = Источники

## Доказательства
ledger-caption = Записи, новые сверху
ledger-empty = В книге пока нет записей.
ledger-size = { $n ->
    [one] В книге { $n } запись.
    [few] В книге { $n } записи.
   *[many] В книге { $n } записей.
}
ledger-checkpoint = Подписанная отметка
ledger-origin = Источник
ledger-entries = Записей
ledger-root = Корень
ledger-signed = Подписана
ledger-note = Подписанный текст
ledger-verify = Проверить всю книгу
ledger-verify-hint = Пересчитывает каждую запись и сверяет с подписанными отметками, актами, конвертами и расписками.
ledger-holds = Книга верна
ledger-broken = Книга неверна
report-entries = Записей пересчитано
report-checkpoints = Отметок проверено
report-matched = Конвертов и расписок сопоставлено
report-took = Заняло
entry-title = Запись { $index } книги
entry-leaf = Хеш листа
entry-proof = Доказательство включения
entry-holds = доказательство верно
entry-fails = доказательство неверно
entry-proof-text = { $n ->
    [one] Соседние хеши от листа до корня над { $n } записью.
    [few] Соседние хеши от листа до корня над { $n } записями.
   *[many] Соседние хеши от листа до корня над { $n } записями.
}
entry-sent = акт отправлен
entry-received = акт получен
entry-receipt-given = расписка выдана
entry-receipt-got = расписка получена
entry-key = ключ
entry-partner = партнёр
entry-note = заметка
evidence-title = Проверить доказательство
evidence-text = Пакет доказывает, кто, что и когда сказал, никого не спрашивая. Здесь он проверяется так, как его проверил бы суд без сети, и не сохраняется.
evidence-file = Пакет доказательств
evidence-trusted = Отпечатки, которым вы верите
evidence-trusted-hint = Полученные по другому каналу, через пробел. Пусто — проверить лишь внутреннюю согласованность.
evidence-check = Проверить
evidence-holds = Пакет верен
evidence-fails = Пакет неверен
evidence-made-by = Выдан
evidence-acts = Акты в пакете
evidence-receipt = Расписка
evidence-key-trusted = доверен
audit-caption = Что делалось на этом узле, новое сверху
audit-empty = Пока ничего не делалось.
audited-signed-in = вход
audited-search = поиск
audited-case-opened = открыто дело
audited-document-read = прочитан документ
audited-subject-read = прочитана запись учёта
audited-partner-answered = дан ответ на поиск партнёра
audited-draft-begun = начат проект
audited-draft-submitted = проект представлен
audited-draft-approved = проект утверждён
audited-draft-returned = проект возвращён
audited-draft-discarded = проект оставлен
audited-act-sent = отправлен акт
audited-evidence-exported = выдан пакет доказательств
audited-ledger-verified = проверена книга
audited-officer-created = создан сотрудник
audited-officer-roles = изменены роли
audited-officer-enabled = вход разрешён
audited-officer-disabled = вход закрыт
audited-password-changed = сменён пароль
audited-register-created = создан учёт
audited-register-imported = ввод в учёт
audited-register-rule = изменено правило учёта

## Ведение
partners-ourselves = Этот узел, каким его видят партнёры
partners-compare = Сверяйте отпечатки по телефону или лично: двое, слово за словом.
partners-fingerprint = Отпечаток
partners-words = Словами
partners-address = Адрес
partners-since = Допущен с
partners-none = Партнёров пока нет.
partners-how = Партнёров допускают на самой машине командой
standing-pending = на проверке
standing-accredited = допущен
standing-suspended = приостановлен
delivery-caption = Доставка каждому партнёру
delivery-all-there = всё доставлено
delivery-all-there-text = Всё доставлено.
delivery-waiting-count = { $n ->
    [one] { $n } конверт ждёт
    [few] { $n } конверта ждут
   *[many] { $n } конвертов ждут
}
delivery-waiting-text = { $n ->
    [one] { $n } конверт ждёт партнёра. Он хранится и отправляется снова; ничто не пропадёт.
    [few] { $n } конверта ждут партнёров. Они хранятся и отправляются снова; ничто не пропадёт.
   *[many] { $n } конвертов ждут партнёров. Они хранятся и отправляются снова; ничто не пропадёт.
}
delivery-reached = последняя связь
registers-caption = Учёты этого органа
registers-none = Учётов пока нет.
registers-new = Новый учёт
registers-create = Создать учёт
rule-own = ищем только мы
rule-partners = ищут и партнёры
rule-searchable = Допущенные партнёры могут искать
rule-reveals = Что совпадение сообщает партнёру
rule-save = Сохранить
reveals-hit-only = только совпадение
reveals-summary = краткие сведения
subjects-caption = Записи этого учёта
subjects-none = Учёт пуст.
subjects-count = { $n ->
    [one] { $n } запись
    [few] { $n } записи
   *[many] { $n } записей
}
subject-search-partners = Искать это лицо у партнёров
import-title = Ввод
import-file = Файл
import-hint = Строки JSON FollowTheMoney либо CSV или TSV с заголовком. О плохой строке сообщается с номером, остальное сохраняется.
import-button = Ввести
import-report = Что дал ввод
import-added = Новых
import-changed = Изменено
import-unchanged = Без изменений
import-refused = Строк отвергнуто
import-bad-lines = Отвергнутые строки по номерам
officers-caption = Сотрудники этого органа
officers-none = Сотрудников пока нет.
officers-new = Новый сотрудник
officers-login-hint = Строчные латинские буквы, цифры, точки и дефисы.
officers-create = Создать сотрудника
officer-enabled = вход разрешён
officer-disabled = вход закрыт
officer-enable = Разрешить вход
officer-disable = Закрыть вход

## Столбцы
column-person = Лицо
column-counterpart = Другая сторона
column-status = Состояние
column-next = Чей шаг
column-due = Ближайший срок
column-changed = Изменено
column-act = Акт
column-partner = Партнёр
column-state = Состояние
column-drafted-by = Составил(а)
column-login = Имя для входа
column-name = Имя
column-roles = Роли
column-enabled = Доступ
column-born = Дата рождения
column-nationality = Гражданство
column-schema = Вид
column-id = Обозначение
column-register = Учёт
column-purpose = Цель
column-subjects = Записей
column-rule = Кто может искать
column-index = Запись
column-entry-kind = Что
column-when = Когда
column-digest = Хеш
column-who = Кто
column-what = Что
column-object = Над чем
column-detail = Подробности
column-waiting = Ждёт
column-reached = Последняя связь
column-cause = Причина
column-next-attempt = Следующая попытка
column-deadline = Срок
column-length = Длительность
column-instrument = Договор
column-title = Название
column-parties = Участников
column-rules = Правил

## Содержимое учётов
schema-person = лицо
schema-organization = организация
schema-company = компания
schema-vehicle = транспортное средство
schema-vessel = судно
property-name = Имя
property-alias = Известен также как
property-birthdate = Дата рождения
property-birthplace = Место рождения
property-nationality = Гражданство
property-gender = Пол
property-passportnumber = Номер паспорта
property-idnumber = Личный номер
property-address = Адрес
property-country = Страна
property-firstname = Имя
property-lastname = Фамилия
property-fathername = Отчество
property-notes = Заметки
property-topics = Темы

## Государства и языки
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

## Ошибки
error-title-other = Не получилось
error-title-400 = Форму не удалось прочесть
error-title-401 = Вы не вошли
error-title-403 = Это не разрешено
error-title-404 = Не найдено
error-title-405 = Так нельзя
error-title-409 = Тем временем изменилось
error-title-413 = Слишком велико
error-title-422 = Что-то нужно изменить
error-title-429 = Слишком много попыток
error-title-500 = Неисправность этого узла
error-title-503 = Сейчас невозможно
error-title-507 = Диск полон
error-remedy = Что можно сделать:
error-reference = Назовите администратору это обозначение: { $reference }
error-to-desk = К рабочему столу
error-no-page = Такой страницы на этом узле нет.
error-no-page-remedy = Проверьте адрес или начните с рабочего стола.
error-wrong-method = Этот адрес — цель формы, сам по себе он не открывается.
error-wrong-method-remedy = Вернитесь на страницу с формой.
error-forged = Форма пришла не со страницы вашего нынешнего сеанса, поэтому ничего не сделано.
error-forged-remedy = Вернитесь, обновите страницу и отправьте снова. Обычно браузер сохраняет введённое.
error-too-large = Отправленное больше, чем принимает эта форма.
error-too-large-remedy = Отправьте файл поменьше или разделите его.
error-unreadable = Форму не удалось прочесть; ничего не сделано.
error-unreadable-remedy = Вернитесь и отправьте снова; где нужен файл, выберите его.
error-not-signed-in = Сеанс окончен, поэтому ничего не сделано.
error-not-signed-in-remedy = Войдите в другом окне, вернитесь сюда и отправьте форму снова.
error-throttled = Было слишком много неудачных попыток.
error-throttled-remedy = Подождите немного и попробуйте снова.
error-not-allowed = Для этого нужна другая роль: { $roles }.
error-not-allowed-remedy = Обратитесь к коллеге с этой ролью или к администратору узла.
error-own-draft = Вы сами это составили, изменили или представили. Утвердить должно второе лицо.
error-own-draft-remedy = Обратитесь к коллеге с ролью утверждающего.
error-not-found = Здесь нет «{ $id }», или это не для вас.
error-not-found-remedy = Поищите в списке; возможно, номер другой.
error-invalid = Что-то из введённого не годится.
error-conflict = Тем временем это сохранил кто-то другой. Ничто не затёрто.
error-conflict-remedy = Откройте снова и сравните.
error-wrong-state = Состояние проекта: { $state }; этого с ним больше сделать нельзя.
error-wrong-state-remedy = Откройте проект и посмотрите его состояние.
error-objected = Этому препятствует право или процедура.
error-objected-remedy = Исправьте перечисленное и попробуйте снова.
error-partner = К этому партнёру обратиться нельзя.
error-partner-remedy = Посмотрите список партнёров; допускает их администратор.
error-full = Диск узла полон. Ничто не сделано наполовину: акт не записан.
error-full-remedy = Попросите администратора освободить место и попробуйте снова.
error-ours = Узел не смог этого сделать. Ничто не сделано наполовину.
error-ours-remedy = Попробуйте чуть позже. Если не поможет, скажите администратору.

## Помощь
about-title = Помощь и сведения
about-lead = Через Comity органы разных стран находят людей, просят друг друга о помощи и в любой миг знают, где находится каждый запрос. Центра нет: никто между ними не может прочесть, изменить, потерять или отрицать то, что два органа сказали друг другу.
about-version = Версия
help-search = Найти человека
help-search-text = Введите имя на любом письме. Наши учёты отвечают сразу; каждый партнёр по своему правилу отвечает, есть ли совпадение. Оценка лишь упорядочивает; решаете вы. Под каждым совпадением — доводы за и против.
help-request = Составить запрос
help-request-text = Начните запрос с совпадения. Страница говорит, какие договоры связывают оба государства сегодня, что должно быть в запросе и чего не хватает, со статьёй. Правила с пометкой «по памяти» не прочитаны в источнике.
help-second = Второе лицо
help-second-text = Запросу, принятию и решению нужно второе лицо, которое их не писало. Утверждение подписывает, запечатывает и отправляет одним шагом.
help-clock = Сроки
help-clock-text = Сроки начинаются сами от событий дела. У каждого видно, кто обязан, статья и что иначе. Время указано в поясе этого органа и в UTC.
help-receipt = Расписки
help-receipt-text = У каждого акта, дошедшего до партнёра, есть расписка: доказательство включения в книгу партнёра. До того видно, почему он ждёт и когда его отправят снова.
help-evidence = Доказательство
help-evidence-text = Кнопка в деле даёт один файл, доказывающий всё дело. Любой может проверить его без сети; он не сойдётся, если изменить хоть один байт.
help-keyboard = Клавиатура и чтение вслух
help-keyboard-text = Каждая страница работает без мыши и без скриптов. Первый Tab ведёт к ссылке перехода; ошибки перечислены вверху и ведут к своим полям.
