# Comity، العربية. في كل لغة الرسائل نفسها بالقيم نفسها؛ واختبارٌ يتحقق من ذلك.

## الإطار
skip-to-content = انتقل إلى المحتوى
language = اللغة
nav-menu = القائمة
nav-label = التنقل الرئيسي
nav-group-work = العمل
nav-group-reference = المراجع
nav-group-proof = الإثبات والإدارة
nav-desk = المكتب
nav-search = البحث عن شخص
nav-cases = القضايا
nav-drafts = المسودات
nav-law = القانون
nav-partners = الشركاء
nav-delivery = التسليم
nav-registers = السجلات
nav-ledger = دفتر القيود
nav-witnesses = الشهود والمفاتيح
nav-evidence = فحص دليل
nav-audit = سجل الأعمال
nav-officers = الموظفون
nav-help = المساعدة والمعلومات
foot-node = عقدة
sign-out = خروج
cancel = إلغاء
refresh = حدّث الصفحة
unverified = غير مُتحقَّق منه
unverified-title = هذه القاعدة مذكورة من الذاكرة ولم تُقرأ في مصدرها. تحقق منها قبل الاعتماد عليها.
done-signed-out = تم تسجيل خروجك.
done-password = تم تغيير كلمة المرور.
done-sent = تم توقيع الإجراء وقيده وتسليمه للإرسال.
done-approved = تمت الموافقة. تم توقيع الإجراء وقيده وتسليمه للإرسال.
done-saved = تم الحفظ.
done-attached = تم الحفظ وأُرفق المستند.
done-removed = تم الحفظ وأُزيل المستند.
done-submitted = تم التقديم. يجب أن يقرأه شخص ثانٍ ويوافق عليه قبل أن يخرج.
done-returned = أُعيد إلى كاتبه مع ملاحظتك.
done-discarded = تُركت المسودة.
done-created = تم الإنشاء.
done-rule = تم تغيير القاعدة.

## الوحدات والوقت
unit-days = { $n ->
    [one] يوم واحد
    [two] يومان
    [few] { $n } أيام
    [many] { $n } يومًا
   *[other] { $n } يوم
}
unit-hours = { $n ->
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $n } ساعات
   *[other] { $n } ساعة
}
unit-minutes = { $n ->
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $n } دقائق
   *[other] { $n } دقيقة
}
unit-seconds = { $n ->
    [one] ثانية واحدة
    [two] ثانيتان
    [few] { $n } ثوانٍ
   *[other] { $n } ثانية
}
unit-bytes = { $n ->
    [one] بايت واحد
   *[other] { $n } بايت
}
time-left = بقي { $duration }
time-overdue = متأخر { $duration }

## الدخول
sign-in-title = تسجيل الدخول
sign-in-login = اسم الدخول
sign-in-password = كلمة المرور
sign-in-button = دخول
sign-in-wrong = اسم الدخول أو كلمة المرور غير صحيح. تحقق منهما وحاول مرة أخرى.
sign-in-throttled = محاولات فاشلة كثيرة. حاول مرة أخرى بعد { $duration }.
sign-in-demo-title = حسابات العرض
sign-in-demo-text = جميع الأشخاص والقضايا في هذه العقدة خيالية.
account-title = حسابك
account-zone = المنطقة الزمنية
account-password = غيّر كلمة المرور
account-old = كلمة المرور الحالية
account-new = كلمة المرور الجديدة
account-new-hint = عشرة أحرف على الأقل. الجملة أسهل حفظًا من اللغز.
account-change = غيّر كلمة المرور
account-wrong-password = كلمة المرور الحالية غير صحيحة
role-officer = موظف
role-approver = موافِق
role-auditor = مدقق
role-admin = مدير

## القوائم والحقول
list-search = ابحث في هذه القائمة
list-search-button = بحث
list-export = احفظ بصيغة
list-none-found = لا شيء في القائمة يطابق. جرّب كلمات أقل أو غيرها.
list-total = { $n ->
    [0] لا قيود
    [one] قيد واحد
    [two] قيدان
    [few] { $n } قيود
   *[other] { $n } قيدًا
}
list-pages = صفحات القائمة
list-page = الصفحة { $page } من { $pages }
list-previous = السابق
list-next = التالي
filter-all = الكل
choose = اختر …
choose-none = بلا
field-is-missing = ناقص
field-is-required = مطلوب
error-word = خطأ
errors-heading = { $n ->
    [one] أمر واحد يمنع ذلك
    [two] أمران يمنعان ذلك
    [few] { $n } أمور تمنع ذلك
   *[other] { $n } أمرًا يمنع ذلك
}
objection-warning = نصيحة

## المكتب
desk-title = ما يحتاج إليك الآن
desk-search = البحث عن شخص
desk-work = العمل بلمحة
desk-our-move = قضايا تنتظرنا
desk-unopened = إجراءات جديدة لم تُفتح
desk-to-approve = مسودات للموافقة
desk-due-soon = تُستحق خلال ثلاثة أيام
desk-our-move-heading = قضايا الخطوة التالية فيها لنا
desk-nothing = لا شيء ينتظرك. تظهر هنا إجراءات الشركاء الجديدة.
desk-all = { $n ->
    [one] أظهرها في قائمة القضايا
   *[other] أظهر كل القضايا ({ $n }) في القائمة
}
desk-drafts = المسودات
desk-no-drafts = لا مسودات مفتوحة.
desk-due-heading = آجال الأيام العشرة القادمة
desk-delivery = التسليم ينتظر
desk-to-ledger = افتح دفتر القيود
desk-keeping = أنت تدير شركاء هذه العقدة وسجلاتها وموظفيها.

## البحث
search-title = البحث عن شخص
search-name = الاسم
search-name-hint = بأي كتابة وتهجئة وترتيب.
search-born = تاريخ الميلاد
search-born-hint = ⁦1985-03-14⁩ أو ⁦1985-03⁩ أو ⁦1985⁩. اتركه فارغًا إن كان مجهولًا.
search-nationality = الجنسية
search-nationality-hint = حرفان مثل EE أو DE أو RU. يجوز تركها فارغة.
search-purpose = الغرض
search-purpose-hint = يُحفظ في سجل الأعمال ويُبلَّغ به الشركاء المسؤولون.
search-purpose-usual = البحث عن شخص مطلوب
search-basis = السند القانوني
search-basis-usual = الاتفاقية الأوروبية لتسليم المجرمين
search-partners = اسأل هؤلاء الشركاء
search-partners-hint = يعلم الشريك الاسم والغرض والسند، ويجيب: مطابقة أو لا مطابقة.
search-no-partners = لا يمكن سؤال أي شريك بعد.
search-no-partners-asked = لم يُسأل أي شريك.
search-button = بحث
search-button-short = بحث
search-recent = آخر عمليات بحثك
search-recent-none = لا شيء بعد.
search-results-title = البحث عن { $name }
search-results-kicker = بحث
search-again = غيّر البحث
search-own = في سجلاتنا
search-own-none = لا أحد في سجلاتنا يطابق.
search-at-partners = عند الشركاء
search-hits = { $n ->
    [0] لا مطابقة
    [one] مطابقة واحدة
    [two] مطابقتان
    [few] { $n } مطابقات
   *[other] { $n } مطابقة
}
search-took = أجاب خلال { $ms } م‌ث
answer-waiting = ينتظر
answer-no-hit = لا مطابقة
answer-unreachable = غير متاح
answer-declined = امتنع
answer-hits = مطابقات
answer-waiting-text = السؤال في الطريق.
answer-no-hit-text = أجاب الشريك بأن لا أحد في سجلاته يطابق.
answer-unreachable-text = لا يمكن الوصول إلى الشريك. ينتظر السؤال ويُسلَّم في أقرب وقت؛ لا شيء يضيع.
answer-declined-text = امتنع الشريك عن الإجابة:
hit-name-withheld = لم يذكر الشريك الاسم
hits-weak = { $n ->
    [one] شبه ضعيف واحد
    [two] شبهان ضعيفان
    [few] { $n } أشباه ضعيفة
   *[other] { $n } شبهًا ضعيفًا
}
hit-reasons = سبب هذا التقدير
hit-open-request = ابدأ طلبًا
hit-open-subject = افتح في السجل
score-very-likely = الشخص نفسه على الأرجح جدًا
score-likely = الشخص نفسه على الأرجح
score-possible = ربما الشخص نفسه
score-weak = شبه ضعيف
reason-for = يؤيد
reason-against = يعارض
reason-name-same = «{ $ours }» مطابق
reason-name-transliteration = «{ $ours }» و«{ $theirs }» اسم واحد بكتابتين
reason-name-spelling = «{ $ours }» و«{ $theirs }» متقاربان في التهجئة
reason-name-nickname = «{ $ours }» و«{ $theirs }» صيغتان لاسم واحد
reason-name-initial = «{ $ours }» و«{ $theirs }» يشتركان في الحرف الأول
reason-name-sound = «{ $ours }» و«{ $theirs }» متشابهان نطقًا
reason-name-joined = «{ $ours }» و«{ $theirs }» لا يختلفان إلا في الوصل
reason-name-missing = «{ $ours }{ $theirs }» في جانب واحد فقط
reason-name-against = «{ $ours }» و«{ $theirs }» مختلفان
reason-born-same = اليوم نفسه للميلاد، { $ours }
reason-withheld = غير مكشوف عنه
reason-born-same-year = يتفق تاريخا الميلاد بقدر ما عُرف ({ $ours }، { $theirs })
reason-born-swapped = اليوم والشهر متبادلان ({ $ours }، { $theirs })
reason-born-digit = يختلف تاريخا الميلاد في رقم واحد ({ $ours }، { $theirs })
reason-born-year-off = تختلف سنتا الميلاد بسنة واحدة ({ $ours }، { $theirs })
reason-born-january-first = أحد التاريخين أول يناير، وكثيرًا ما يُكتب لليوم المجهول ({ $ours }، { $theirs })
reason-born-near = تاريخا الميلاد متقاربان ({ $ours }، { $theirs })
reason-born-different = تاريخا الميلاد مختلفان ({ $ours }، { $theirs })
reason-nationality-same = الجنسية نفسها، { $theirs }
reason-nationality-different = الجنسيتان مختلفتان ({ $ours }، { $theirs })
reason-sex-same = الجنس نفسه
reason-sex-different = الجنس مختلف ({ $ours }، { $theirs })
reason-document-same = رقم الوثيقة نفسه، { $theirs }
reason-document-near = رقما الوثيقتين يسهل الخلط بينهما ({ $ours }، { $theirs })
reason-document-different = رقما الوثيقتين مختلفان ({ $ours }، { $theirs })

## القضايا
cases-title = القضايا
cases-caption = قضايا هذه السلطة، بطلب منا أو من الشركاء
cases-none = لا قضايا بعد.
case-title = قضية { $person }
case-number = القضية
case-new = جديد
case-outgoing = طلبنا
case-incoming = طلب إلينا
case-outgoing-arrow = إلى
case-incoming-arrow = من
case-evidence = حزمة الأدلة
case-we-act = الخطوة التالية لنا
case-they-act = الخطوة التالية: { $who }
case-nobody-acts = لا خطوة على أحد
case-open-drafts = مسودات مفتوحة:
case-draft-open = تابع المسودة
case-clocks = الآجال
case-clocks-waiting = { $n ->
    [one] أجل واحد لم يبدأ
    [two] أجلان لم يبدآ
    [few] { $n } آجال لم تبدأ
   *[other] { $n } أجلًا لم يبدأ
}
case-timeline = مجرى القضية
case-absent = { $n ->
    [one] ذُكر إجراء لم يصل هنا بعد. يجري جلبه.
    [two] ذُكر إجراءان لم يصلا هنا بعد. يجري جلبهما.
   *[other] ذُكرت إجراءات لم تصل هنا بعد: { $n }. يجري جلبها.
}
case-person = الشخص
case-law = السند القانوني
case-residual = سبب استعمال الصك الاحتياطي:
case-missing = ما زال ناقصًا
case-undertakings = التعهدات
case-safeguards = الضمانات
next-ours = نحن
next-theirs = الطرف الآخر
status-new = جديد
status-requested = مطلوب
status-awaiting-supplement = بانتظار التكملة
status-accepted = مقبول
status-arrested = موقوف
status-released = مُفرج عنه
status-postponed = مؤجل
status-granted = مُجاب
status-in-effect = سارٍ
status-performed = نُفّذ
status-refused = مرفوض
status-surrendered = مُسلَّم
status-withdrawn = مسحوب
status-closed = مغلق
procedure-extradition = تسليم
procedure-provisional-arrest = توقيف مؤقت
procedure-simplified-extradition = تسليم مبسط
procedure-surrender = تسليم بأمر توقيف
deadline-due = يُستحق
deadline-obliged = المُلزَم:
deadline-us = نحن
deadline-from = يبدأ من:
deadline-consequence = وإلا:
deadline-state-running = جارٍ
deadline-state-met = روعي
deadline-state-missed = فات
deadline-state-waiting = لم يبدأ
deadline-state-suspended = معلّق
deadline-provisional-arrest-maximum = 40 يومًا: نهاية التوقيف المؤقت
deadline-request-received-may-release = 18 يومًا: يجب وصول الطلب
deadline-supplementary-information = الجواب على السؤال
deadline-surrender-may-release = 15 يومًا: يجوز الإفراج
deadline-surrender-must-release = 30 يومًا: يجب الإفراج
deadline-speciality-exit-window = نهاية الحماية بقاعدة التخصيص
deadline-outcome-notice = الإبلاغ بالنتيجة
deadline-consent-notice = الإبلاغ بالموافقة
deadline-decision-notice = الإبلاغ بالقرار
deadline-decision-consent = القرار بعد الموافقة
deadline-decision-no-consent = القرار بلا موافقة
deadline-late-consent = موافقة متأخرة
deadline-surrender = التسليم
deadline-additional-consent = موافقة إضافية
deadline-speciality-consent = الجواب بشأن التخصيص
deadline-re-extradition-consent = الجواب بشأن إعادة التسليم
deadline-delay-notice = الإبلاغ بالتأخير
deadline-refusal-despite-consent = الإبلاغ بالرفض رغم الموافقة
deadline-missing-limits-no-release = فوات الآجال
deadline-release-after-expiry = الإفراج بعد الانقضاء
deadline-speciality-presence = البقاء بعد الإفراج

## الإجراءات
act-request = طلب
act-acceptance = قبول
act-question = سؤال
act-supplement = تكملة
act-arrest = توقيف
act-consent = موافقة الشخص
act-release = إفراج
act-decision = قرار
act-surrender = تسليم
act-outcome = نتيجة
act-withdrawal = سحب
act-note = ملاحظة
act-measure = إجراء
act-extension = تمديد مهلة
act-suspension = وقف مهلة
act-undertaking = تعهّد
act-fulfilment = مآل التعهّد
do-request = اكتب طلبًا
do-acceptance = اقبل ومُر بالتوقيف
do-question = اطلب معلومات تكميلية
do-supplement = أجب بتكملة
do-arrest = قيّد التوقيف
do-consent = قيّد موافقة الشخص
do-release = قيّد الإفراج
do-decision = اكتب القرار
do-surrender = قيّد التسليم
do-outcome = أبلغ بالنتيجة
do-withdrawal = اسحب الطلب
do-note = أضف ملاحظة
do-measure = تسجيل إجراء
do-extension = تمديد مهلة
do-suspension = وقف مهلة أو استئنافها
do-undertaking = تقديم تعهّد
do-fulfilment = الإفادة بمآل تعهّد
act-back-to-case = العودة إلى القضية
act-goes-to = إلى
act-question-number = السؤال { $n }
act-more-questions = أسئلة أخرى
act-send = وقّع وأرسل
act-says = ما يقوله
act-proof = الإثبات
act-second-person = الشخص الثاني:
act-documents = { $n ->
    [one] مستند واحد
    [two] مستندان
    [few] { $n } مستندات
   *[other] { $n } مستندًا
}
act-fault = لا يوافق الإجراءات:
act-id = الإجراء
act-author = الكاتب
act-recipients = المستلمون
act-arrived = قُيّد هنا
act-onward = النقل إلى الغير
act-follows = يتبع
act-channel = القناة
act-channel-place = الحقبة { $epoch }، الرقم { $sequence }
act-envelope = المظروف
onward-none = غير مسموح
onward-with-consent = بموافقة
onward-authorities-of-recipient-state = داخل دولة المستلم
delivery-waiting = ينتظر التسليم.
delivery-attempts = { $n ->
    [one] محاولة واحدة حتى الآن.
    [two] محاولتان حتى الآن.
    [few] { $n } محاولات حتى الآن.
   *[other] { $n } محاولة حتى الآن.
}
delivery-cause = السبب:
delivery-next = المحاولة التالية:
stage-stored = إيصال: حُفظ عند الشريك
stage-opened = إيصال: فتحه موظف هناك
stage-accepted = إيصال: قبله الشريك
stage-refused = إيصال: رفضه الشريك
receipt-leaf = القيد { $leaf } في دفتره
receipt-own-leaf = القيد { $leaf } في دفترنا
receipt-given = أُعطي إيصال

## المسودات
drafts-title = المسودات
drafts-caption = إجراءات تحتاج إلى شخص ثانٍ
drafts-new = طلب جديد
drafts-other-matter = طلب شيء آخر
drafts-procedures = ماذا تطلب؟
drafts-begin = ابدأ
draft-title = مسودة: { $act }
draft-nobody-yet = لم يُسمَّ أحد بعد
draft-state-editing = قيد الكتابة
draft-state-submitted = بانتظار الموافقة
draft-state-returned = مُعادة
draft-state-sent = مُرسلة
draft-state-discarded = متروكة
draft-returned-by = أعادها { $who } مع ملاحظة:
draft-save = احفظ
draft-submit = احفظ وقدّم للموافقة
draft-submit-hint = يقرأ شخص ثانٍ النص كله ويوافق عليه. لا شيء يخرج قبل ذلك.
draft-discard = اترك هذه المسودة
draft-missing = ما ينقص
draft-missing-count = { $n ->
    [one] ينقص أمر واحد قبل التقديم.
    [two] ينقص أمران قبل التقديم.
    [few] تنقص { $n } أمور قبل التقديم.
   *[other] ينقص { $n } أمرًا قبل التقديم.
}
draft-nothing-missing = لا شيء. يمكن تقديمها.
draft-advice = يستحق نظرة
draft-law = ما يُطلب وبأي قانون
draft-contents = ما يجب أن يقوله الطلب
draft-handling = المعاملة
draft-text = النص
draft-instruments = الصكوك التي تُلزم الدولتين اليوم
draft-residual = صكوك احتياطية
draft-residual-warning = يحكم صك آخر بين هاتين الدولتين. لا تستعمل واحدًا من هذه إلا بسبب مذكور؛ وسيراه الطرفان.
draft-no-instrument = لا صك يُلزم الدولتين في هذا الإجراء في هذا اليوم.
draft-their-safeguards = { $n ->
    [one] ضمانة واحدة على الطرف الآخر أن يجيب عنها
    [two] ضمانتان على الطرف الآخر أن يجيب عنهما
    [few] { $n } ضمانات على الطرف الآخر أن يجيب عنها
   *[other] { $n } ضمانة على الطرف الآخر أن يجيب عنها
}
draft-deadlines = { $n ->
    [one] أجل واحد ينتج عن هذا القانون
    [two] أجلان ينتجان عن هذا القانون
    [few] { $n } آجال تنتج عن هذا القانون
   *[other] { $n } أجلًا ينتج عن هذا القانون
}
draft-written-by = كتبها
draft-edited-by = غيّرها
documents-title = المستندات
documents-attach = أرفق مستندًا
documents-which = أي مستند هو
documents-other = مستند آخر
documents-name = العنوان
documents-file = الملف
documents-text = أو نصه
documents-add = أرفق واحفظ
documents-attached = المرفقات
documents-there = مرفق
documents-remove = أزل
safeguard-hint = كل جواب باسمك ويُحفظ مع أسبابه.
safeguard-blocks = يجب الجواب
safeguard-stops = يوقف الإجراء
safeguard-reasoning = الأسباب
safeguard-confidential = تبقى هذه الأسباب عند هذه السلطة ولا تُنقل أبدًا.
safeguard-by = أجاب
safeguard-answered = { $n ->
    [one] جواب واحد
    [two] جوابان
    [few] { $n } أجوبة
   *[other] { $n } جوابًا
}
safeguard-unanswered = { $n ->
    [one] واحدة بلا جواب بعد
    [two] اثنتان بلا جواب بعد
   *[other] { $n } بلا جواب بعد
}
safeguard-open = لا جواب بعد
who-requesting = الدولة الطالبة
who-requested = الدولة المطلوب إليها
who-issuing = دولة الإصدار
who-executing = دولة التنفيذ
who-both = الدولتان
who-person = الشخص
instrument-role-governs = يحكم
instrument-role-supplements = يكمل
instrument-role-residual = احتياطي
ground-none = بلا سبب (إجابة الطلب)
ground-all = { $n ->
    [one] السبب كاملًا
    [two] السببان كاملين
   *[other] كل الأسباب كاملة ({ $n })
}
ground-effect-mandatory = يجب الرفض
ground-effect-optional = يجوز الرفض
ground-effect-prohibited = ليس سببًا
ground-effect-postpone = يجوز التأجيل
ground-effect-conditional = بشروط
ground-effect-permits-grant = تجوز الإجابة
ground-effect-procedure = إجراء
review-heading = موافقتك
review-text = أنت مسؤول عن هذا الإجراء مع كاتبه. اقرأه كله. الموافقة توقّعه وتختمه وترسله في الحال.
review-approve = وافق وأرسل
review-remark = ملاحظة للكاتب
review-return = أعدها مع الملاحظة
review-yours = هذا ينتظرك.
review-waits = هذا ينتظر شخصًا ثانيًا له دور الموافِق ولم يكتبه.
review-sent = تمت الموافقة على هذا وأُرسل.
review-to-act = افتح الإجراء
review-being-written = هذا ما زال قيد الكتابة.
review-discarded = تُركت هذه المسودة.
review-changed = تغيرت المسودة وأنت تقرأ. اقرأها من جديد قبل الموافقة.
conflict-title = غيّر شخصان هذه المسودة
conflict-text = حفظ { $who } هذه المسودة وأنت تكتب. لم يُمحَ شيء، ونصك ما زال هنا.
conflict-how = قارن النصين. عدّل نصك أو أبقِ الآخر، ثم احفظ.
conflict-theirs = حفظه { $who }
conflict-yours = نصك، لم يُحفظ بعد
conflict-keep = أبقِ هذا النص
conflict-save = احفظ هذه الصيغة
conflict-drop = اترك نصي وافتح المحفوظ

## حقول الإجراءات
field-procedure-provisional-arrest = توقيف مؤقت
field-procedure-extradition = تسليم
field-procedures = المطلوب
field-instruments = الصكوك
field-person-names = الأسماء
field-person-born = تاريخ الميلاد
field-person-nationality = الجنسية
field-person-sex = الجنس
field-person-description = الوصف
field-language = اللغة
field-urgency = الاستعجال
field-residual-reason = سبب استعمال صك احتياطي
field-purpose = الغرض
field-legal-basis = السند القانوني
field-handling = المعاملة
field-order = ما أُمر به
field-item-about = بشأن
field-item-text = السؤال
field-about = بشأن
field-question = السؤال
field-reply-by = الجواب قبل
field-answers = يجيب عن السؤال
field-text = النص
field-at = متى
field-at-zone = المنطقة الزمنية
field-place = المكان
field-before = أمام أي سلطة
field-counsel = حضر محامٍ
field-speciality-waived = تنازل الشخص عن قاعدة التخصيص
field-revoked = هذا يلغي موافقة سابقة
field-reason = السبب
field-deadline = الأجل الذي فات
field-outcome = القرار
field-ground = سبب الرفض
field-reasons = الحيثيات
field-conditions = الشروط
field-surrender-on = يوم التسليم
field-surrender-place = مكان التسليم
field-force-majeure = منعت قوة قاهرة التسليم
field-days-in-custody = أيام التوقيف
field-result = النتيجة
hint-person-names = اسم في كل سطر، بأي كتابة.
hint-person-born = ⁦1985-03-14⁩ أو ⁦1985-03⁩ أو ⁦1985⁩.
hint-person-nationality = رموز مثل EE وDE.
hint-conditions = شرط في كل سطر.
hint-at-zone = مثل Europe/Berlin.
choice-person-sex-female = أنثى
choice-person-sex-male = ذكر
choice-person-sex-other = غير ذلك
choice-urgency-routine = عادي
choice-urgency-urgent = عاجل
choice-urgency-immediate = فوري
choice-handling-h0 = H0: بلا قيد
choice-handling-h1 = H1: لا يُستعمل دليلًا بلا موافقة
choice-handling-h2 = H2: لا يُنقل بلا موافقة
choice-handling-h3 = H3: اسأل المرسل قبل أي استعمال
choice-outcome-granted = إجابة
choice-outcome-refused = رفض
choice-outcome-postponed = تأجيل
choice-result-surrendered = سُلّم
choice-result-refused = رُفض
choice-result-released = أُفرج عنه
choice-result-withdrawn = سُحب
choice-result-not-found = لم يُعثر عليه
choice-result-executed = نُفّذ
choice-result-partly-executed = نُفّذ جزئيًا
choice-result-not-executed = لم يُنفّذ
choice-result-lapsed = انقضى
choice-tick-yes = نعم
choice-tick-no = لا

## القانون
law-title = القانون
law-from = الدولة الطالبة
law-to = الدولة المطلوب إليها
law-state-hint = حرفان مثل EE أو DE أو RU.
law-procedure = الإجراء
law-on = اليوم
law-check = أي قانون ينطبق؟
law-bind = ما يُلزم { $from } و{ $to } في { $on }
law-since = منذ
law-excluded = { $n ->
    [one] صك واحد لا يُلزم، ولماذا
    [two] صكان لا يُلزمان، ولماذا
    [few] { $n } صكوك لا تُلزم، ولماذا
   *[other] { $n } صكًا لا يُلزم، ولماذا
}
law-conditions = الشروط
law-contents = ما يجب أن يقوله الطلب
law-documents = المستندات المرفقة
law-languages = اللغات
law-channels = الطرق
law-deadlines = الآجال
law-grounds = أسباب الرفض
law-declarations = الإعلانات والتحفظات
law-library = مكتبة الصكوك
law-library-caption = الصكوك بوصفها بيانات، بعباراتنا عن المصادر المذكورة
law-own-words = مصوغ بعباراتنا للعمل لا للاستشهاد. النص الرسمي عند الوديع.
law-facts = الصك
law-parties = الأطراف
law-sources = المصادر

## الإثبات
ledger-caption = القيود، الأحدث أولًا
ledger-empty = لا قيود في الدفتر بعد.
ledger-size = { $n ->
    [one] في الدفتر قيد واحد.
    [two] في الدفتر قيدان.
    [few] في الدفتر { $n } قيود.
   *[other] في الدفتر { $n } قيدًا.
}
ledger-checkpoint = نقطة تحقق موقّعة
ledger-origin = المصدر
ledger-entries = القيود
ledger-root = الجذر
ledger-signed = وُقّعت
ledger-note = النص الموقّع
ledger-verify = تحقق من الدفتر كله
ledger-verify-hint = يعيد حساب كل قيد ويقارنه بنقاط التحقق الموقّعة والإجراءات والمظاريف والإيصالات.
ledger-holds = الدفتر سليم
ledger-broken = الدفتر غير سليم
report-entries = قيود أُعيد حسابها
report-checkpoints = نقاط تحقق فُحصت
report-matched = مظاريف وإيصالات طوبقت
report-took = استغرق
entry-title = القيد { $index } في الدفتر
entry-leaf = بصمة الورقة
entry-proof = إثبات الإدراج
entry-holds = الإثبات صحيح
entry-fails = الإثبات غير صحيح
entry-proof-text = { $n ->
    [one] البصمات المجاورة من الورقة إلى الجذر لقيد واحد.
    [two] البصمات المجاورة من الورقة إلى الجذر لقيدين.
   *[other] البصمات المجاورة من الورقة إلى الجذر، عدد القيود { $n }.
}
entry-sent = أُرسل إجراء
entry-received = استُلم إجراء
entry-receipt-given = أُعطي إيصال
entry-receipt-got = استُلم إيصال
entry-key = مفتاح
entry-partner = شريك
entry-note = ملاحظة
entry-overdue = إيصال متأخر
entry-filler = حشو
evidence-title = فحص دليل
evidence-text = تثبت الحزمة من قال ماذا ومتى دون سؤال أحد. تُفحص هنا كما تفحصها محكمة بلا شبكة، ولا تُحفظ.
evidence-file = حزمة الأدلة
evidence-trusted = بصمات تثق بها
evidence-trusted-hint = وصلتك بطريق آخر، تفصل بينها مسافات. اتركها فارغة لفحص الاتساق الداخلي وحده.
evidence-check = افحص
evidence-holds = الحزمة صحيحة
evidence-fails = الحزمة غير صحيحة
evidence-made-by = أصدرها
evidence-acts = الإجراءات في الحزمة
evidence-receipt = الإيصال
evidence-key-trusted = موثوق
audit-caption = ما جرى في هذه العقدة، الأحدث أولًا
audit-empty = لم يجرِ شيء بعد.
audited-signed-in = دخول
audited-search = بحث
audited-case-opened = فتح قضية
audited-document-read = قراءة مستند
audited-subject-read = قراءة قيد في سجل
audited-partner-answered = إجابة بحث شريك
audited-draft-begun = بدء مسودة
audited-draft-submitted = تقديم مسودة
audited-draft-approved = الموافقة على مسودة
audited-draft-returned = إعادة مسودة
audited-draft-discarded = ترك مسودة
audited-act-sent = إرسال إجراء
audited-evidence-exported = إصدار حزمة أدلة
audited-ledger-verified = التحقق من الدفتر
audited-officer-created = إنشاء موظف
audited-officer-roles = تغيير الأدوار
audited-officer-enabled = السماح بالدخول
audited-officer-disabled = منع الدخول
audited-password-changed = تغيير كلمة المرور
audited-register-created = إنشاء سجل
audited-register-imported = إدخال إلى سجل
audited-register-rule = تغيير قاعدة سجل

## الإدارة
partners-ourselves = هذه العقدة كما يراها الشركاء
partners-compare = قارنوا البصمات بالهاتف أو حضوريًا: شخصان، كلمةً كلمة.
partners-fingerprint = البصمة
partners-words = بالكلمات
partners-address = العنوان
partners-since = معتمد منذ
partners-none = لا شركاء بعد.
partners-how = يُعتمد الشركاء على الجهاز نفسه بالأمر
standing-pending = قيد النظر
standing-accredited = معتمد
standing-suspended = موقوف
delivery-caption = التسليم إلى كل شريك
delivery-all-there = سُلّم كل شيء
delivery-all-there-text = سُلّم كل شيء.
delivery-waiting-count = { $n ->
    [one] مظروف واحد ينتظر
    [two] مظروفان ينتظران
    [few] { $n } مظاريف تنتظر
   *[other] { $n } مظروفًا ينتظر
}
delivery-waiting-text = { $n ->
    [one] مظروف واحد ينتظر شريكًا. هو محفوظ ويُعاد إرساله؛ لا شيء يضيع.
    [two] مظروفان ينتظران. هما محفوظان ويُعاد إرسالهما؛ لا شيء يضيع.
   *[other] مظاريف تنتظر الشركاء: { $n }. هي محفوظة ويُعاد إرسالها؛ لا شيء يضيع.
}
delivery-reached = آخر اتصال
registers-caption = سجلات هذه السلطة
registers-none = لا سجلات بعد.
registers-new = سجل جديد
registers-create = أنشئ السجل
rule-own = نبحث فيه نحن فقط
rule-partners = يبحث فيه الشركاء أيضًا
rule-searchable = يجوز للشركاء المعتمدين البحث فيه
rule-reveals = ما تقوله المطابقة للشريك
rule-save = احفظ
reveals-hit-only = المطابقة فقط
reveals-summary = موجز
subjects-caption = قيود هذا السجل
subjects-none = هذا السجل فارغ.
subjects-count = { $n ->
    [one] قيد واحد
    [two] قيدان
    [few] { $n } قيود
   *[other] { $n } قيدًا
}
subject-search-partners = ابحث عن هذا الشخص عند الشركاء
import-title = إدخال
import-file = الملف
import-hint = أسطر JSON من FollowTheMoney، أو CSV أو TSV بسطر عناوين. يُبلَّغ عن السطر السيئ برقمه ويُحفظ الباقي.
import-button = أدخل
import-report = نتيجة الإدخال
import-added = جديد
import-changed = تغيّر
import-unchanged = كما هو
import-refused = أسطر مرفوضة
import-bad-lines = الأسطر المرفوضة بأرقامها
officers-caption = موظفو هذه السلطة
officers-none = لا موظفين بعد.
officers-new = موظف جديد
officers-login-hint = حروف لاتينية صغيرة وأرقام ونقاط وشرطات.
officers-create = أنشئ الموظف
officer-enabled = يجوز له الدخول
officer-disabled = ممنوع
officer-enable = اسمح بالدخول
officer-disable = امنع

## الأعمدة
column-person = الشخص
column-counterpart = الطرف الآخر
column-status = الحالة
column-next = الخطوة لمن
column-due = أقرب أجل
column-changed = آخر تغيير
column-act = الإجراء
column-partner = الشريك
column-state = الحالة
column-drafted-by = الكاتب
column-login = اسم الدخول
column-name = الاسم
column-roles = الأدوار
column-enabled = الدخول
column-born = الميلاد
column-nationality = الجنسية
column-schema = النوع
column-id = المعرّف
column-register = السجل
column-purpose = الغرض
column-subjects = القيود
column-rule = من يجوز له البحث
column-index = القيد
column-entry-kind = ماذا
column-when = متى
column-digest = البصمة
column-who = من
column-what = ماذا
column-object = على ماذا
column-detail = التفصيل
column-waiting = منتظر
column-reached = آخر اتصال
column-cause = السبب
column-next-attempt = المحاولة التالية
column-deadline = الأجل
column-length = المدة
column-instrument = الصك
column-title = العنوان
column-parties = الأطراف
column-rules = القواعد

## محتوى السجلات
schema-person = شخص
schema-organization = منظمة
schema-company = شركة
schema-vehicle = مركبة
schema-vessel = سفينة
property-name = الاسم
property-alias = يُعرف أيضًا باسم
property-birthdate = تاريخ الميلاد
property-birthplace = مكان الميلاد
property-nationality = الجنسية
property-gender = الجنس
property-passportnumber = رقم جواز السفر
property-idnumber = رقم الهوية
property-address = العنوان
property-country = البلد
property-firstname = الاسم الأول
property-lastname = اسم العائلة
property-fathername = اسم الأب
property-notes = ملاحظات
property-topics = موضوعات

## الدول واللغات
state-ee = إستونيا
state-de = ألمانيا
state-ru = روسيا
state-lv = لاتفيا
state-lt = ليتوانيا
state-pl = بولندا
state-fi = فنلندا
state-ua = أوكرانيا
state-fr = فرنسا
state-gb = المملكة المتحدة
state-ge = جورجيا
state-am = أرمينيا
state-tr = تركيا
state-by = بيلاروس
state-kz = كازاخستان
language-name-et = الإستونية
language-name-de = الألمانية
language-name-ru = الروسية
language-name-en = الإنجليزية
language-name-fr = الفرنسية
language-name-lv = اللاتفية
language-name-lt = الليتوانية
language-name-ar = العربية

## الأخطاء
error-title-other = لم ينجح ذلك
error-title-400 = تعذرت قراءة النموذج
error-title-401 = لم تسجل الدخول
error-title-403 = هذا غير مسموح
error-title-404 = غير موجود
error-title-405 = ليس بهذه الطريقة
error-title-409 = تغيّر في هذه الأثناء
error-title-413 = كبير جدًا
error-title-422 = يجب تغيير شيء فيه
error-title-429 = محاولات كثيرة
error-title-500 = خلل في هذه العقدة
error-title-503 = غير ممكن الآن
error-title-507 = القرص ممتلئ
error-remedy = ما يمكنك فعله:
error-reference = اذكر للمدير هذا المرجع: { $reference }
error-to-desk = إلى المكتب
error-no-page = لا توجد صفحة كهذه في هذه العقدة.
error-no-page-remedy = تحقق من العنوان أو ابدأ من المكتب.
error-wrong-method = هذا العنوان هدف نموذج ولا يُفتح وحده.
error-wrong-method-remedy = عد إلى صفحة النموذج.
error-forged = لم يأتِ النموذج من صفحة في جلستك الحالية، فلم يُفعل شيء.
error-forged-remedy = عد وحدّث الصفحة وأرسل من جديد. يحتفظ المتصفح عادةً بما كتبت.
error-too-large = ما أرسلته أكبر مما يقبله هذا النموذج.
error-too-large-remedy = أرسل ملفًا أصغر أو قسّمه.
error-unreadable = تعذرت قراءة النموذج؛ لم يُفعل شيء.
error-unreadable-remedy = عد وأرسل من جديد؛ واختر ملفًا حيث يلزم.
error-not-signed-in = انتهت جلستك، فلم يُفعل شيء.
error-not-signed-in-remedy = سجّل الدخول في نافذة أخرى، ثم عد إلى هنا وأرسل النموذج من جديد.
error-throttled = كانت هناك محاولات فاشلة كثيرة.
error-throttled-remedy = انتظر قليلًا وحاول مرة أخرى.
error-not-allowed = هذا يحتاج إلى دور آخر: { $roles }.
error-not-allowed-remedy = اسأل زميلًا له هذا الدور أو مدير هذه العقدة.
error-own-draft = أنت كتبت هذا أو غيّرته أو قدّمته. يجب أن يوافق عليه شخص ثانٍ.
error-own-draft-remedy = اسأل زميلًا له دور الموافِق.
error-not-found = لا يوجد «{ $id }» هنا، أو ليس لك.
error-not-found-remedy = ابحث عنه في القائمة؛ ربما كان له رقم آخر.
error-invalid = شيء مما أدخلته لا يصلح.
error-conflict = حفظ شخص آخر هذا في الأثناء. لم يُمحَ شيء.
error-conflict-remedy = افتحه من جديد وقارن.
error-wrong-state = حالة المسودة: { $state }؛ فلا يمكن فعل هذا بها بعد.
error-wrong-state-remedy = افتح المسودة لترى حالتها.
error-objected = القانون أو الإجراءات تمنع ذلك.
error-objected-remedy = أصلح المذكور ثم حاول مرة أخرى.
error-partner = لا يمكن استعمال هذا الشريك.
error-partner-remedy = انظر قائمة الشركاء؛ المدير يعتمدهم.
error-full = قرص العقدة ممتلئ. لم يُفعل شيء ناقصًا: لم يُقيَّد الإجراء.
error-full-remedy = اطلب من المدير إخلاء مساحة ثم حاول مرة أخرى.
error-ours = لم تستطع العقدة فعل هذا. لم يُفعل شيء ناقصًا.
error-ours-remedy = حاول بعد لحظة. إن بقي الأمر فأخبر المدير.

## المساعدة
about-title = المساعدة والمعلومات
about-lead = بواسطة Comity تجد سلطات دول مختلفة الأشخاص وتطلب العون بعضها من بعض وتعرف في كل لحظة أين يقف كل طلب. لا مركز هناك: لا أحد بينها يستطيع قراءة ما قالته سلطتان أو تغييره أو إضاعته أو إنكاره.
about-version = الإصدار
help-search = البحث عن شخص
help-search-text = اكتب الاسم بأي كتابة. تجيب سجلاتنا في الحال، ويجيب كل شريك بقاعدته: مطابقة أو لا. التقدير يرتّب؛ وأنت تقرر. تحت كل مطابقة أسبابها لها وعليها.
help-request = كتابة طلب
help-request-text = ابدأ طلبًا من مطابقة. تقول الصفحة أي الصكوك تُلزم الدولتين اليوم وما يجب أن يحويه الطلب وما ينقص، مع المادة. القواعد الموسومة «من الذاكرة» لم تُقرأ في مصدرها.
help-second = الشخص الثاني
help-second-text = يحتاج الطلب والقبول والقرار إلى شخص ثانٍ لم يكتبها. الموافقة توقّع وتختم وترسل في خطوة واحدة.
help-clock = الآجال
help-clock-text = تبدأ الآجال وحدها من وقائع القضية. يبيّن كل منها المُلزَم والمادة وما يترتب. تُذكر الأوقات بتوقيت هذه السلطة وبالتوقيت العالمي.
help-receipt = الإيصالات
help-receipt-text = لكل إجراء وصل إلى الشريك إيصال: إثبات إدراج في دفتر الشريك. وحتى ذلك الحين ترى لماذا ينتظر ومتى يُعاد إرساله.
help-evidence = الدليل
help-evidence-text = يعطي الزر في القضية ملفًا واحدًا يثبت القضية كلها. يمكن لأي كان فحصه بلا شبكة؛ ويفشل إن تغير بايت واحد.
help-keyboard = لوحة المفاتيح وقارئ الشاشة
help-keyboard-text = تعمل كل صفحة بلا فأرة وبلا برامج نصية. يقود أول ضغط على Tab إلى رابط التخطي؛ وتُذكر الأخطاء في الأعلى وتقود إلى حقولها.
