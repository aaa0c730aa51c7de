# Comity, Arabic. Every language has the same messages with the same values; a test checks it.

## The frame
skip-to-content = تخطَّ إلى المحتوى
language = اللغة
nav-menu = القائمة
nav-label = التصفح الرئيسي
nav-group-work = العمل
nav-group-reference = المراجع
nav-group-proof = الإثبات والحفظ
nav-desk = المكتب
nav-search = البحث عن شخص
nav-cases = القضايا
nav-drafts = المسودات
nav-law = القانون
nav-partners = الشركاء
nav-delivery = التبليغ
nav-registers = السجلات
nav-ledger = دفتر القيود
nav-evidence = التحقق من الأدلة
nav-audit = مسار التدقيق
nav-officers = الموظفون
nav-help = المساعدة وحول النظام
foot-node = عقدة
sign-out = تسجيل الخروج
cancel = إلغاء
refresh = تحديث هذه الصفحة
unverified = من الذاكرة
unverified-title = دُوّنت هذه القاعدة من الذاكرة ولم تُقرأ في مصدرها. تحقّق منها قبل الاستناد إليها.
done-signed-out = تم تسجيل خروجك.
done-password = تم تغيير كلمة مرورك.
done-sent = وُقّع الإجراء وقُيّد وأُحيل إلى التبليغ.
done-approved = تم الاعتماد. وُقّع الإجراء وقُيّد وأُحيل إلى التبليغ.
done-saved = تم الحفظ.
done-attached = تم الحفظ وأُرفق المستند.
done-removed = تم الحفظ وأُزيل المستند.
done-submitted = تم التقديم. يجب أن يقرأه شخص ثانٍ ويعتمده قبل إرساله.
done-returned = أُعيد إلى محرره مع ملاحظتك.
done-discarded = تم التخلي عن المسودة.
done-created = تم الإنشاء.
done-rule = تم تغيير القاعدة.

## Units and time
unit-days = { $n ->
    [zero] { $n } يوم
    [one] يوم واحد
    [two] يومان
    [few] { $n } أيام
    [many] { $n } يومًا
   *[other] { $n } يوم
}
unit-hours = { $n ->
    [zero] { $n } ساعة
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $n } ساعات
    [many] { $n } ساعة
   *[other] { $n } ساعة
}
unit-minutes = { $n ->
    [zero] { $n } دقيقة
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $n } دقائق
    [many] { $n } دقيقة
   *[other] { $n } دقيقة
}
unit-seconds = { $n ->
    [zero] { $n } ثانية
    [one] ثانية واحدة
    [two] ثانيتان
    [few] { $n } ثوانٍ
    [many] { $n } ثانية
   *[other] { $n } ثانية
}
unit-bytes = { $n ->
    [zero] { $n } بايت
    [one] بايت واحد
    [two] { $n } بايت
    [few] { $n } بايتات
    [many] { $n } بايتًا
   *[other] { $n } بايت
}
time-left = المتبقي: { $duration }
time-overdue = مدة التأخر: { $duration }

## Signing in
sign-in-title = تسجيل الدخول
sign-in-login = اسم الدخول
sign-in-password = كلمة المرور
sign-in-button = تسجيل الدخول
sign-in-wrong = اسم الدخول أو كلمة المرور غير صحيح. تحقّق منهما وأعد المحاولة.
sign-in-throttled = محاولات فاشلة كثيرة. المدة المتبقية قبل إعادة المحاولة: { $duration }.
sign-in-demo-title = حسابات للعرض التجريبي
sign-in-demo-text = جميع الأشخاص والقضايا في هذه العقدة خياليون.
account-title = حسابك
account-zone = المنطقة الزمنية
account-password = تغيير كلمة مرورك
account-old = كلمة المرور الحالية
account-new = كلمة المرور الجديدة
account-new-hint = 10 أحرف على الأقل. الجملة أسهل تذكّرًا من اللغز.
account-change = تغيير كلمة المرور
account-wrong-password = كلمة المرور الحالية غير صحيحة
role-officer = موظف مختص
role-approver = معتمِد
role-auditor = مدقق
role-admin = مدير النظام

## Lists and fields
list-search = البحث في هذه القائمة
list-search-button = بحث
list-export = حفظ بصيغة
list-none-found = لا شيء في هذه القائمة يطابق البحث. جرّب كلمات أقل أو غيرها.
list-total = { $n ->
    [0] لا توجد عناصر
    [one] عنصر واحد
    [two] عنصران
    [few] { $n } عناصر
    [many] { $n } عنصرًا
   *[other] { $n } عنصر
}
list-pages = صفحات القائمة
list-page = الصفحة { $page } من { $pages }
list-previous = السابق
list-next = التالي
filter-all = الكل
choose = اختر …
choose-none = لا شيء
field-is-missing = ناقص
field-is-required = إلزامي
error-word = خطأ
errors-heading = { $n ->
    [zero] لا مانع
    [one] مانع واحد يحول دون ذلك
    [two] مانعان يحولان دون ذلك
    [few] { $n } موانع تحول دون ذلك
    [many] { $n } مانعًا تحول دون ذلك
   *[other] { $n } مانع تحول دون ذلك
}
objection-warning = تنبيه

## Desk
desk-title = ما ينتظرك الآن
desk-search = البحث عن شخص
desk-work = نظرة عامة على العمل
desk-our-move = قضايا تنتظر إجراءً منا
desk-unopened = إجراءات جديدة لم تُفتح
desk-to-approve = مسودات بانتظار الاعتماد
desk-due-soon = مهل تنقضي خلال ثلاثة أيام
desk-our-move-heading = القضايا التي علينا الخطوة التالية فيها
desk-nothing = لا شيء ينتظرك. تظهر هنا الإجراءات الجديدة الواردة من الشركاء.
desk-all = { $n ->
    [zero] عرض قائمة القضايا
    [one] عرضها في قائمة القضايا
    [two] عرض القضيتين في قائمة القضايا
    [few] عرض جميع القضايا ({ $n }) في القائمة
    [many] عرض جميع القضايا ({ $n }) في القائمة
   *[other] عرض جميع القضايا ({ $n }) في القائمة
}
desk-drafts = المسودات
desk-no-drafts = لا توجد مسودات مفتوحة.
desk-due-heading = المهل المنقضية خلال الأيام العشرة المقبلة
desk-delivery = التبليغ قيد الانتظار
desk-to-ledger = فتح دفتر القيود
desk-keeping = تتولى إدارة شركاء هذه العقدة وسجلاتها وموظفيها.

## Search
search-title = البحث عن شخص
search-name = الاسم
search-name-hint = بأي كتابة أو تهجئة أو ترتيب.
search-born = تاريخ الميلاد
search-born-hint = { "\u2066" }1985-03-14{ "\u2069" } أو { "\u2066" }1985-03{ "\u2069" } أو 1985. اتركه فارغًا إن كان مجهولًا.
search-nationality = الجنسية
search-nationality-hint = حرفان، مثل EE أو DE أو RU. يجوز تركها فارغة.
search-purpose = الغرض
search-purpose-hint = يُحفظ في مسار التدقيق ويُبلَّغ إلى الشركاء الذين تسألهم.
search-purpose-usual = البحث عن شخص مطلوب
search-basis = الأساس القانوني
search-basis-usual = الاتفاقية الأوروبية لتسليم المجرمين
search-partners = سؤال هؤلاء الشركاء
search-partners-hint = يطّلع الشريك على الاسم والغرض والأساس القانوني، ويجيب بوجود تطابق أو عدمه.
search-no-partners = لا يوجد بعد شريك يمكن سؤاله.
search-no-partners-asked = لم يُسأل أي شريك.
search-button = بحث
search-button-short = بحث
search-recent = آخر عمليات بحثك
search-recent-none = لا شيء بعد.
search-results-title = البحث عن { $name }
search-results-kicker = البحث
search-again = تعديل البحث
search-own = في سجلاتنا
search-own-none = لا أحد في سجلاتنا يطابق البحث.
search-at-partners = لدى الشركاء
search-hits = { $n ->
    [0] لا تطابق
    [one] تطابق واحد
    [two] تطابقان
    [few] { $n } تطابقات
    [many] { $n } تطابقًا
   *[other] { $n } تطابق
}
search-took = ورد الجواب خلال { $ms } ملّي ثانية
answer-waiting = قيد الانتظار
answer-no-hit = لا تطابق
answer-unreachable = يتعذّر الاتصال
answer-declined = امتنع عن الجواب
answer-hits = تطابقات
answer-waiting-text = السؤال في طريقه إلى الشريك.
answer-no-hit-text = أجاب الشريك بأن لا أحد في سجلاته يطابق البحث.
answer-unreachable-text = يتعذّر الاتصال بالشريك. السؤال محفوظ وسيُبلَّغ في أقرب وقت ممكن؛ لا يضيع شيء.
answer-declined-text = امتنع الشريك عن الجواب:
hit-name-withheld = حجب الشريك الاسم
hits-weak = { $n ->
    [zero] لا تشابه ضعيفًا
    [one] تشابه ضعيف واحد
    [two] تشابهان ضعيفان
    [few] { $n } تشابهات ضعيفة
    [many] { $n } تشابهًا ضعيفًا
   *[other] { $n } تشابه ضعيف
}
hit-reasons = سبب هذه الدرجة
hit-open-request = تحرير طلب
hit-open-subject = فتح في السجل
score-very-likely = الشخص نفسه على الأرجح جدًا
score-likely = الشخص نفسه على الأرجح
score-possible = ربما الشخص نفسه
score-weak = تشابه ضعيف
reason-for = يؤيد ذلك
reason-against = ينفي ذلك
reason-name-same = «{ $ours }» مطابق
reason-name-transliteration = «{ $ours }» و«{ $theirs }» اسم واحد بكتابتين
reason-name-spelling = «{ $ours }» و«{ $theirs }» متقاربان في التهجئة
reason-name-nickname = «{ $ours }» و«{ $theirs }» صيغتان لاسم واحد
reason-name-initial = «{ $ours }» و«{ $theirs }» يشتركان في الحرف الأول
reason-name-sound = «{ $ours }» و«{ $theirs }» متقاربان في النطق
reason-name-joined = «{ $ours }» و«{ $theirs }» لا يختلفان إلا في الوصل والفصل
reason-name-missing = «{ $ours }{ $theirs }» يرد في جانب واحد فقط
reason-name-against = «{ $ours }» و«{ $theirs }» مختلفان
reason-born-same = يوم الميلاد نفسه، { $theirs }
reason-born-same-year = تاريخا الميلاد متفقان في المعلوم منهما ({ $ours }، { $theirs })
reason-born-swapped = يوم الميلاد وشهره متبادلان ({ $ours }، { $theirs })
reason-born-digit = تاريخا الميلاد يختلفان في رقم واحد ({ $ours }، { $theirs })
reason-born-year-off = سنتا الميلاد تختلفان بسنة واحدة ({ $ours }، { $theirs })
reason-born-january-first = أحد تاريخي الميلاد هو 1 يناير، وكثيرًا ما يُكتب عند الجهل باليوم ({ $ours }، { $theirs })
reason-born-near = تاريخا الميلاد متقاربان ({ $ours }، { $theirs })
reason-born-different = تاريخا الميلاد مختلفان ({ $ours }، { $theirs })
reason-nationality-same = الجنسية نفسها، { $theirs }
reason-nationality-different = الجنسيتان مختلفتان ({ $ours }، { $theirs })
reason-sex-same = الجنس نفسه
reason-sex-different = الجنس مختلف ({ $ours }، { $theirs })
reason-document-same = رقم الوثيقة نفسه، { $theirs }
reason-document-near = رقما الوثيقتين يسهل الخلط بينهما ({ $ours }، { $theirs })
reason-document-different = رقما الوثيقتين مختلفان ({ $ours }، { $theirs })

## Cases
cases-title = القضايا
cases-caption = قضايا هذه السلطة، بطلب منا أو من الشركاء
cases-none = لا توجد قضايا بعد.
case-title = قضية { $person }
case-number = القضية
case-new = جديد
case-outgoing = طلب منا
case-incoming = طلب إلينا
case-outgoing-arrow = إلى
case-incoming-arrow = من
case-evidence = حزمة الأدلة
case-we-act = الخطوة التالية علينا
case-they-act = الخطوة التالية على: { $who }
case-nobody-acts = لا خطوة مطلوبة من أحد
case-open-drafts = المسودات المفتوحة:
case-draft-open = متابعة المسودة
case-clocks = المُهل
case-clocks-waiting = { $n ->
    [zero] بدأت جميع المهل
    [one] مهلة واحدة لم تبدأ
    [two] مهلتان لم تبدآ
    [few] { $n } مهل لم تبدأ
    [many] { $n } مهلة لم تبدأ
   *[other] { $n } مهلة لم تبدأ
}
case-timeline = التسلسل الزمني
case-absent = { $n ->
    [zero] وصلت جميع الإجراءات المذكورة.
    [one] ثمة إجراء مذكور لم يصل بعد، ويجري جلبه.
    [two] ثمة إجراءان مذكوران لم يصلا بعد، ويجري جلبهما.
    [few] ثمة { $n } إجراءات مذكورة لم تصل بعد، ويجري جلبها.
    [many] ثمة { $n } إجراءً مذكورًا لم تصل بعد، ويجري جلبها.
   *[other] ثمة { $n } إجراء مذكور لم تصل بعد، ويجري جلبها.
}
case-person = الشخص
case-law = الأساس القانوني
case-residual = سبب اللجوء إلى الصك الاحتياطي:
case-missing = ما زال ناقصًا
case-undertakings = التعهدات
case-safeguards = الضمانات
next-ours = الخطوة علينا
next-theirs = الخطوة عليهم
status-new = جديد
status-requested = قُدّم الطلب
status-awaiting-supplement = بانتظار معلومات تكميلية
status-accepted = مقبول
status-arrested = أُوقف الشخص
status-released = أُفرج عن الشخص
status-postponed = مؤجل
status-granted = ووفق على الطلب
status-refused = مرفوض
status-surrendered = سُلّم الشخص
status-withdrawn = مسحوب
status-closed = مغلق
procedure-extradition = تسليم المجرمين
procedure-provisional-arrest = التوقيف المؤقت
procedure-simplified-extradition = التسليم المبسّط
procedure-surrender = التسليم بموجب أمر توقيف
deadline-due = تنقضي في
deadline-obliged = الملزَم بالتصرف:
deadline-us = نحن
deadline-from = تسري من:
deadline-consequence = وإلا:
deadline-state-running = سارية
deadline-state-met = رُوعيت
deadline-state-missed = فاتت
deadline-state-waiting = لم تبدأ
deadline-provisional-arrest-maximum = 40 يومًا: انتهاء التوقيف المؤقت
deadline-request-received-may-release = 18 يومًا: يجب أن يصل الطلب
deadline-supplementary-information = الجواب عن السؤال
deadline-surrender-may-release = 15 يومًا: يجوز الإفراج عن الشخص
deadline-surrender-must-release = 30 يومًا: يجب الإفراج عن الشخص
deadline-speciality-exit-window = 45 يومًا: انتهاء العمل بمبدأ الخصوصية
deadline-outcome-notice = الإبلاغ بالنتيجة
deadline-consent-notice = الإبلاغ بالرضا
deadline-decision-notice = الإبلاغ بالقرار
deadline-decision-consent = القرار بعد الرضا
deadline-decision-no-consent = القرار دون رضا
deadline-late-consent = الرضا المتأخر
deadline-surrender = التسليم الفعلي
deadline-additional-consent = الموافقة الإضافية
deadline-speciality-consent = الجواب بشأن مبدأ الخصوصية
deadline-re-extradition-consent = الجواب بشأن إعادة التسليم إلى دولة ثالثة
deadline-delay-notice = الإبلاغ بالتأخر
deadline-refusal-despite-consent = الإبلاغ بالرفض رغم الرضا
deadline-missing-limits-no-release = فوات المهل
deadline-release-after-expiry = الإفراج بعد انقضاء المهلة
deadline-speciality-presence = البقاء بعد الإفراج

## Acts
act-request = طلب
act-acceptance = قبول
act-question = سؤال
act-supplement = معلومات تكميلية
act-arrest = توقيف
act-consent = رضا الشخص
act-release = إفراج
act-decision = قرار
act-surrender = تسليم فعلي
act-outcome = نتيجة
act-withdrawal = سحب الطلب
act-note = مذكرة
do-request = تحرير طلب
do-acceptance = القبول والأمر بالتوقيف
do-question = طلب معلومات تكميلية
do-supplement = الرد بمعلومات تكميلية
do-arrest = تسجيل التوقيف
do-consent = تسجيل رضا الشخص
do-release = تسجيل إفراج
do-decision = تحرير مسودة القرار
do-surrender = تسجيل التسليم الفعلي
do-outcome = الإبلاغ بالنتيجة
do-withdrawal = سحب الطلب
do-note = إضافة مذكرة
act-back-to-case = العودة إلى القضية
act-goes-to = إلى
act-question-number = السؤال { $n }
act-more-questions = أسئلة أخرى
act-send = توقيع وإرسال
act-says = مضمونه
act-proof = الإثبات
act-second-person = الشخص الثاني:
act-documents = { $n ->
    [zero] لا مستندات
    [one] مستند واحد
    [two] مستندان
    [few] { $n } مستندات
    [many] { $n } مستندًا
   *[other] { $n } مستند
}
act-fault = لا يتفق مع المسار الإجرائي:
act-id = الإجراء
act-author = المحرر
act-recipients = المرسل إليهم
act-arrived = قُيّد هنا
act-onward = الإحالة إلى الغير
act-follows = يلي
act-channel = القناة
act-channel-place = الحقبة { $epoch }، الرقم { $sequence }
act-envelope = المظروف
onward-none = غير جائزة
onward-with-consent = جائزة بموافقة
onward-authorities-of-recipient-state = داخل الدولة المرسل إليها
delivery-waiting = بانتظار التبليغ.
delivery-attempts = { $n ->
    [zero] لا محاولة حتى الآن.
    [one] محاولة واحدة حتى الآن.
    [two] محاولتان حتى الآن.
    [few] { $n } محاولات حتى الآن.
    [many] { $n } محاولة حتى الآن.
   *[other] { $n } محاولة حتى الآن.
}
delivery-cause = السبب:
delivery-next = المحاولة التالية:
stage-stored = إيصال: حفظه الشريك
stage-opened = إيصال: فتحه موظف مختص لدى الشريك
stage-accepted = إيصال: قبله الشريك
stage-refused = إيصال: رفضه الشريك
receipt-leaf = القيد { $leaf } في دفتر قيوده
receipt-own-leaf = القيد { $leaf } في دفتر قيودنا
receipt-given = أُعطي إيصال

## Drafts
drafts-title = المسودات
drafts-caption = إجراءات تحتاج إلى شخص ثانٍ
drafts-new = طلب جديد
drafts-procedures = ماذا تطلب؟
drafts-begin = بدء
draft-title = مسودة: { $act }
draft-nobody-yet = لم يُسمَّ أحد بعد
draft-state-editing = قيد التحرير
draft-state-submitted = بانتظار الاعتماد
draft-state-returned = معادة
draft-state-sent = مرسلة
draft-state-discarded = متخلى عنها
draft-returned-by = أعادها { $who } بالملاحظة التالية:
draft-save = حفظ
draft-submit = حفظ وتقديم للاعتماد
draft-submit-hint = يقرأ شخص ثانٍ النص كاملًا ويعتمده. لا يُرسل شيء قبل ذلك.
draft-discard = التخلي عن هذه المسودة
draft-missing = ما ينقص
draft-missing-count = { $n ->
    [zero] لا ينقص شيء قبل التقديم.
    [one] ينقص أمر واحد قبل التقديم.
    [two] ينقص أمران قبل التقديم.
    [few] تنقص { $n } أمور قبل التقديم.
    [many] ينقص { $n } أمرًا قبل التقديم.
   *[other] ينقص { $n } أمر قبل التقديم.
}
draft-nothing-missing = لا شيء. يمكن تقديمها.
draft-advice = جدير بالنظر
draft-law = المطلوب والقانون الذي يحكمه
draft-contents = ما يجب أن يتضمنه الطلب
draft-handling = قيود الاستعمال
draft-text = النص
draft-instruments = الصكوك الملزمة للدولتين اليوم
draft-residual = الصكوك الاحتياطية
draft-residual-warning = صك آخر يحكم العلاقة بين هاتين الدولتين. لا تستعمل أيًّا من هذه الصكوك إلا بسبب مبيَّن؛ وسيطّلع عليه الطرفان.
draft-no-instrument = لا صك يلزم الدولتين في هذا المسار الإجرائي في هذا اليوم.
draft-their-safeguards = { $n ->
    [zero] لا ضمانات على الطرف الآخر أن يجيب عنها
    [one] ضمانة واحدة على الطرف الآخر أن يجيب عنها
    [two] ضمانتان على الطرف الآخر أن يجيب عنهما
    [few] { $n } ضمانات على الطرف الآخر أن يجيب عنها
    [many] { $n } ضمانة على الطرف الآخر أن يجيب عنها
   *[other] { $n } ضمانة على الطرف الآخر أن يجيب عنها
}
draft-deadlines = { $n ->
    [zero] لا مهل تترتب على هذا القانون
    [one] مهلة واحدة تترتب على هذا القانون
    [two] مهلتان تترتبان على هذا القانون
    [few] { $n } مهل تترتب على هذا القانون
    [many] { $n } مهلة تترتب على هذا القانون
   *[other] { $n } مهلة تترتب على هذا القانون
}
draft-written-by = حررها
draft-edited-by = عدّلها
documents-title = المستندات
documents-attach = إرفاق مستند
documents-which = نوع المستند
documents-other = مستند آخر
documents-name = العنوان
documents-file = الملف
documents-text = أو نصه
documents-add = إرفاق وحفظ
documents-attached = المرفقات
documents-there = مرفق
documents-remove = إزالة
safeguard-hint = كل جواب يُنسب إليك بالاسم ويُحفظ مع أسبابه.
safeguard-blocks = يجب الجواب عنها
safeguard-stops = توقف الإجراء
safeguard-reasoning = الأسباب
safeguard-confidential = تبقى هذه الأسباب لدى هذه السلطة ولا تُرسل أبدًا.
safeguard-by = أجاب عنها
safeguard-answered = { $n ->
    [zero] لا ضمانة مجاب عنها
    [one] ضمانة واحدة مجاب عنها
    [two] ضمانتان مجاب عنهما
    [few] { $n } ضمانات مجاب عنها
    [many] { $n } ضمانة مجاب عنها
   *[other] { $n } ضمانة مجاب عنها
}
safeguard-unanswered = { $n ->
    [zero] لا ضمانة دون جواب
    [one] ضمانة واحدة لم يُجب عنها بعد
    [two] ضمانتان لم يُجب عنهما بعد
    [few] { $n } ضمانات لم يُجب عنها بعد
    [many] { $n } ضمانة لم يُجب عنها بعد
   *[other] { $n } ضمانة لم يُجب عنها بعد
}
safeguard-open = لم يُجب عنها بعد
who-requesting = الدولة الطالبة
who-requested = الدولة المطلوب منها
who-issuing = دولة الإصدار
who-executing = دولة التنفيذ
who-both = كلتا الدولتين
who-person = الشخص
instrument-role-governs = حاكم
instrument-role-supplements = مكمّل
instrument-role-residual = احتياطي
ground-none = لا سبب للرفض (ووفق على الطلب)
ground-all = { $n ->
    [zero] لا أسباب
    [one] السبب كاملًا
    [two] السببان كاملين
    [few] الأسباب كاملة ({ $n })
    [many] الأسباب كاملة ({ $n })
   *[other] الأسباب كاملة ({ $n })
}
ground-effect-mandatory = رفض وجوبي
ground-effect-optional = رفض جوازي
ground-effect-prohibited = ليس سببًا للرفض
ground-effect-postpone = يجوز التأجيل
ground-effect-conditional = بشروط
ground-effect-permits-grant = تجوز الموافقة
ground-effect-procedure = مسألة إجرائية
review-heading = اعتمادك
review-text = أنت مسؤول عن هذا الإجراء مع محرره. اقرأه كاملًا. الاعتماد يوقّعه ويختمه ويرسله في الحال.
review-approve = اعتماد وإرسال
review-remark = ملاحظة إلى المحرر
review-return = إعادة مع الملاحظة
review-yours = هذا بانتظارك.
review-waits = هذا بانتظار شخص ثانٍ له صفة المعتمِد ولم يشارك في تحريره.
review-sent = تم اعتماده وإرساله.
review-to-act = فتح الإجراء
review-being-written = ما زال هذا قيد التحرير.
review-discarded = تم التخلي عن هذه المسودة.
review-changed = تغيّرت المسودة أثناء قراءتك. اقرأها من جديد قبل اعتمادها.
conflict-title = عدّل شخصان هذه المسودة
conflict-text = حفظ { $who } هذه المسودة أثناء تحريرك. لم يُستبدل شيء، ونصك ما زال هنا.
conflict-how = قارن النصين أدناه. عدّل نصك أو أبقِ الآخر، ثم احفظ.
conflict-theirs = ما حفظه { $who }
conflict-yours = نصك، لم يُحفظ بعد
conflict-keep = الإبقاء على هذا النص
conflict-save = حفظ هذه الصيغة
conflict-drop = ترك نصي وفتح المحفوظ

## Fields of acts
field-procedure-provisional-arrest = التوقيف المؤقت
field-procedure-extradition = تسليم المجرمين
field-procedures = المطلوب
field-instruments = الصكوك
field-person-names = الأسماء
field-person-born = تاريخ الميلاد
field-person-nationality = الجنسية
field-person-sex = الجنس
field-person-description = الأوصاف
field-language = اللغة
field-urgency = درجة الاستعجال
field-residual-reason = سبب اللجوء إلى صك احتياطي
field-purpose = الغرض
field-legal-basis = الأساس القانوني
field-handling = قيود الاستعمال
field-order = أمر التوقيف
field-item-about = الموضوع
field-item-text = السؤال
field-about = الموضوع
field-question = السؤال
field-reply-by = الجواب في موعد أقصاه
field-answers = جوابًا عن السؤال
field-text = النص
field-at = التاريخ والوقت
field-at-zone = المنطقة الزمنية
field-place = المكان
field-before = أمام أي سلطة
field-counsel = حضر محامٍ
field-speciality-waived = تنازل الشخص عن مبدأ الخصوصية
field-revoked = هذا رجوع عن رضا سابق
field-reason = السبب
field-deadline = المهلة المنقضية
field-outcome = القرار
field-ground = سبب الرفض
field-reasons = الأسباب
field-conditions = الشروط
field-surrender-on = يوم التسليم الفعلي
field-surrender-place = مكان التسليم الفعلي
field-force-majeure = حالت قوة قاهرة دون التسليم الفعلي
field-days-in-custody = عدد أيام التوقيف
field-result = النتيجة
hint-person-names = اسم واحد في كل سطر، بأي كتابة.
hint-person-born = { "\u2066" }1985-03-14{ "\u2069" } أو { "\u2066" }1985-03{ "\u2069" } أو 1985.
hint-person-nationality = رموز مثل EE وDE.
hint-conditions = شرط واحد في كل سطر.
hint-at-zone = مثل Europe/Berlin.
choice-person-sex-female = أنثى
choice-person-sex-male = ذكر
choice-person-sex-other = آخر
choice-urgency-routine = عادي
choice-urgency-urgent = عاجل
choice-urgency-immediate = فوري
choice-handling-h0 = H0: دون قيد
choice-handling-h1 = H1: لا يُستعمل دليلًا إلا بموافقة
choice-handling-h2 = H2: لا يُحال إلى الغير إلا بموافقة
choice-handling-h3 = H3: يُتصل بالمرسل قبل أي استعمال
choice-outcome-granted = الموافقة
choice-outcome-refused = الرفض
choice-outcome-postponed = التأجيل
choice-result-surrendered = سُلّم
choice-result-refused = رُفض الطلب
choice-result-released = أُفرج عنه
choice-result-withdrawn = سُحب الطلب
choice-result-not-found = لم يُعثر عليه
choice-tick-yes = نعم
choice-tick-no = لا

## Law
law-title = القانون
law-from = الدولة الطالبة
law-to = الدولة المطلوب منها
law-state-hint = حرفان، مثل EE أو DE أو RU.
law-procedure = المسار الإجرائي
law-on = اليوم
law-check = أي قانون يسري؟
law-bind = ما يلزم { $from } و{ $to } في { $on }
law-since = منذ
law-excluded = { $n ->
    [zero] لا صكوك غير ملزمة
    [one] صك واحد غير ملزم، والسبب
    [two] صكان غير ملزمين، والسبب
    [few] { $n } صكوك غير ملزمة، والسبب
    [many] { $n } صكًّا غير ملزم، والسبب
   *[other] { $n } صك غير ملزم، والسبب
}
law-conditions = الشروط
law-contents = ما يجب أن يتضمنه الطلب
law-documents = المستندات الواجب إرفاقها
law-languages = اللغات
law-channels = القنوات
law-deadlines = المهل
law-grounds = أسباب الرفض
law-declarations = الإعلانات والتحفظات
law-library = مكتبة الصكوك
law-library-caption = الصكوك في صورة بيانات، مصوغة بعباراتنا من المصادر المذكورة
law-own-words = صياغة بعباراتنا لأغراض العمل لا للاستشهاد. النص ذو الحجية لدى جهة الإيداع.
law-facts = الصك
law-parties = الأطراف
law-sources = المصادر

## Proof
ledger-caption = القيود، الأحدث أولًا
ledger-empty = لا قيود في الدفتر بعد.
ledger-size = { $n ->
    [zero] لا قيود في الدفتر.
    [one] في الدفتر قيد واحد.
    [two] في الدفتر قيدان.
    [few] في الدفتر { $n } قيود.
    [many] في الدفتر { $n } قيدًا.
   *[other] في الدفتر { $n } قيد.
}
ledger-checkpoint = نقطة تحقق موقّعة
ledger-origin = المصدر
ledger-entries = القيود
ledger-root = الجذر
ledger-signed = وُقّعت
ledger-note = المذكرة الموقّعة
ledger-verify = التحقق من الدفتر كله
ledger-verify-hint = يعيد احتساب كل قيد ويقارنه بنقاط التحقق الموقّعة والإجراءات والمظاريف والإيصالات.
ledger-holds = الدفتر سليم
ledger-broken = الدفتر غير سليم
report-entries = قيود أُعيد احتسابها
report-checkpoints = نقاط تحقق تم التثبت منها
report-matched = مظاريف وإيصالات متطابقة
report-took = المدة
entry-title = القيد { $index } في الدفتر
entry-leaf = تجزئة الورقة
entry-proof = إثبات الإدراج
entry-holds = الإثبات صحيح
entry-fails = الإثبات غير صحيح
entry-proof-text = { $n ->
    [zero] التجزئات الشقيقة من الورقة إلى جذر دفتر بلا قيود.
    [one] التجزئات الشقيقة من الورقة إلى جذر قيد واحد.
    [two] التجزئات الشقيقة من الورقة إلى جذر قيدين.
    [few] التجزئات الشقيقة من الورقة إلى جذر { $n } قيود.
    [many] التجزئات الشقيقة من الورقة إلى جذر { $n } قيدًا.
   *[other] التجزئات الشقيقة من الورقة إلى جذر { $n } قيد.
}
entry-sent = إجراء مرسل
entry-received = إجراء وارد
entry-receipt-given = إيصال أُعطي
entry-receipt-got = إيصال ورد
entry-key = مفتاح
entry-partner = شريك
entry-note = مذكرة
evidence-title = التحقق من الأدلة
evidence-text = تثبت حزمة الأدلة من قال ماذا ومتى، دون سؤال أحد. يجري التحقق منها هنا كما تتحقق منها محكمة دون اتصال، ولا تُحفظ.
evidence-file = حزمة الأدلة
evidence-trusted = البصمات التي تثق بها
evidence-trusted-hint = تلقيتها عبر قناة أخرى، مفصولة بمسافات. اتركها فارغة للاكتفاء بالتحقق من اتساق الحزمة مع نفسها.
evidence-check = تحقق
evidence-holds = الحزمة صحيحة
evidence-fails = الحزمة غير صحيحة
evidence-made-by = صدّرها
evidence-acts = الإجراءات في الحزمة
evidence-receipt = إيصال
evidence-key-trusted = موثوق
audit-caption = ما جرى في هذه العقدة، الأحدث أولًا
audit-empty = لم يجرِ شيء بعد.
audited-signed-in = تسجيل الدخول
audited-search = إجراء بحث
audited-case-opened = فتح قضية
audited-document-read = قراءة مستند
audited-subject-read = قراءة مدخل في سجل
audited-partner-answered = الجواب عن بحث شريك
audited-draft-begun = بدء مسودة
audited-draft-submitted = تقديم مسودة
audited-draft-approved = اعتماد مسودة
audited-draft-returned = إعادة مسودة
audited-draft-discarded = التخلي عن مسودة
audited-act-sent = إرسال إجراء
audited-evidence-exported = تصدير أدلة
audited-ledger-verified = التحقق من دفتر القيود
audited-officer-created = إنشاء حساب موظف
audited-officer-roles = تغيير الأدوار
audited-officer-enabled = السماح لموظف بالدخول
audited-officer-disabled = منع موظف من الدخول
audited-password-changed = تغيير كلمة المرور
audited-register-created = إنشاء سجل
audited-register-imported = استيراد إلى سجل
audited-register-rule = تغيير قاعدة سجل

## Keeping
partners-ourselves = هذه العقدة كما يراها الشركاء
partners-compare = قارنوا البصمات هاتفيًا أو حضوريًا: شخصان، كلمة كلمة.
partners-fingerprint = البصمة
partners-words = بالكلمات
partners-address = العنوان
partners-since = معتمَد منذ
partners-none = لا يوجد شركاء بعد.
partners-how = يُعتمد الشركاء على الجهاز نفسه بالأمر
standing-pending = قيد النظر
standing-accredited = معتمَد
standing-suspended = موقوف
delivery-caption = التبليغ إلى كل شريك
delivery-all-there = بُلّغ الكل
delivery-all-there-text = تم تبليغ كل شيء.
delivery-waiting-count = { $n ->
    [zero] لا مظاريف في الانتظار
    [one] مظروف واحد في الانتظار
    [two] مظروفان في الانتظار
    [few] { $n } مظاريف في الانتظار
    [many] { $n } مظروفًا في الانتظار
   *[other] { $n } مظروف في الانتظار
}
delivery-waiting-text = { $n ->
    [zero] لا مظاريف بانتظار الشركاء.
    [one] مظروف واحد بانتظار شريك. هو محفوظ وتُعاد محاولة تبليغه؛ لا يضيع شيء.
    [two] مظروفان بانتظار الشركاء. هما محفوظان وتُعاد محاولة تبليغهما؛ لا يضيع شيء.
    [few] { $n } مظاريف بانتظار الشركاء. هي محفوظة وتُعاد محاولة تبليغها؛ لا يضيع شيء.
    [many] { $n } مظروفًا بانتظار الشركاء. هي محفوظة وتُعاد محاولة تبليغها؛ لا يضيع شيء.
   *[other] { $n } مظروف بانتظار الشركاء. هي محفوظة وتُعاد محاولة تبليغها؛ لا يضيع شيء.
}
delivery-reached = آخر اتصال
registers-caption = سجلات هذه السلطة
registers-none = لا توجد سجلات بعد.
registers-new = سجل جديد
registers-create = إنشاء السجل
rule-own = نبحث فيه نحن فقط
rule-partners = يبحث فيه الشركاء أيضًا
rule-searchable = يجوز للشركاء المعتمدين البحث فيه
rule-reveals = ما يكشفه التطابق للشريك
rule-save = حفظ
reveals-hit-only = وجود التطابق فقط
reveals-summary = ملخص
subjects-caption = مدخلات هذا السجل
subjects-none = هذا السجل فارغ.
subjects-count = { $n ->
    [zero] لا مدخلات
    [one] مدخل واحد
    [two] مدخلان
    [few] { $n } مدخلات
    [many] { $n } مدخلًا
   *[other] { $n } مدخل
}
subject-search-partners = البحث لدى الشركاء عن هذا الشخص
import-title = استيراد
import-file = الملف
import-hint = أسطر FollowTheMoney بصيغة JSON، أو ملف CSV أو TSV بسطر عناوين. يُبلَّغ عن السطر المعيب برقمه ويُحفظ الباقي.
import-button = استيراد
import-report = نتيجة الاستيراد
import-added = جديدة
import-changed = معدّلة
import-unchanged = دون تغيير
import-refused = أسطر مرفوضة
import-bad-lines = الأسطر المرفوضة بأرقامها
officers-caption = موظفو هذه السلطة
officers-none = لا يوجد موظفون بعد.
officers-new = موظف جديد
officers-login-hint = أحرف لاتينية صغيرة وأرقام ونقاط وواصلات.
officers-create = إنشاء حساب الموظف
officer-enabled = يجوز له الدخول
officer-disabled = ممنوع من الدخول
officer-enable = السماح بالدخول
officer-disable = منع الدخول

## Columns
column-person = الشخص
column-counterpart = الطرف المقابل
column-status = الحالة
column-next = التالي
column-due = أقرب مهلة
column-changed = آخر تغيير
column-act = الإجراء
column-partner = الشريك
column-state = الحالة
column-drafted-by = حررها
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
column-subjects = المدخلات
column-rule = من يجوز له البحث
column-index = القيد
column-entry-kind = النوع
column-when = متى
column-digest = الخلاصة الرقمية
column-who = من
column-what = ماذا
column-object = على ماذا
column-detail = التفصيل
column-waiting = في الانتظار
column-reached = آخر اتصال
column-cause = السبب
column-next-attempt = المحاولة التالية
column-deadline = المهلة
column-length = المدة
column-instrument = الصك
column-title = العنوان
column-parties = الأطراف
column-rules = القواعد

## Things of registers
schema-person = شخص
schema-organization = منظمة
schema-company = شركة
schema-vehicle = مركبة
schema-vessel = سفينة
property-name = الاسم
property-alias = معروف أيضًا باسم
property-birthdate = تاريخ الميلاد
property-birthplace = محل الميلاد
property-nationality = الجنسية
property-gender = الجنس
property-passportnumber = رقم جواز السفر
property-idnumber = رقم الهوية
property-address = العنوان
property-country = البلد
property-firstname = الاسم الشخصي
property-lastname = اسم العائلة
property-fathername = اسم الأب
property-notes = ملاحظات
property-topics = المواضيع

## States and languages
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
language-name-en = الإنكليزية
language-name-fr = الفرنسية
language-name-lv = اللاتفية
language-name-lt = الليتوانية
language-name-ar = العربية

## Errors
error-title-other = لم ينجح ذلك
error-title-400 = تعذّرت قراءة الاستمارة
error-title-401 = لم تسجّل الدخول
error-title-403 = هذا غير مسموح به
error-title-404 = غير موجود
error-title-405 = لا يجوز بهذه الطريقة
error-title-409 = تغيّر في هذه الأثناء
error-title-413 = الحجم كبير جدًا
error-title-422 = يجب تغيير شيء فيه
error-title-429 = محاولات كثيرة جدًا
error-title-500 = خلل في هذه العقدة
error-title-503 = غير ممكن حاليًا
error-title-507 = القرص ممتلئ
error-remedy = ما يمكنك فعله:
error-reference = أبلغ المسؤول عن النظام بهذا المرجع: { $reference }
error-to-desk = إلى المكتب
error-no-page = لا توجد صفحة كهذه في هذه العقدة.
error-no-page-remedy = تحقّق من العنوان، أو ابدأ من المكتب.
error-wrong-method = هذا العنوان وجهة لاستمارة ولا يمكن فتحه بذاته.
error-wrong-method-remedy = عُد إلى الصفحة التي فيها الاستمارة.
error-forged = لم تصدر الاستمارة عن صفحة من جلستك الحالية، فلم يُنفَّذ شيء.
error-forged-remedy = عُد وأعد تحميل الصفحة وأرسلها من جديد. يحتفظ المتصفح عادةً بما كتبته.
error-too-large = ما أرسلته أكبر مما تقبله هذه الاستمارة.
error-too-large-remedy = أرسل ملفًا أصغر أو قسّمه.
error-unreadable = تعذّرت قراءة الاستمارة؛ لم يُنفَّذ شيء.
error-unreadable-remedy = عُد وأرسلها من جديد؛ واختر ملفًا حيث يلزم.
error-not-signed-in = انتهت جلستك، فلم يُنفَّذ شيء.
error-not-signed-in-remedy = سجّل الدخول في نافذة أخرى، ثم عُد إلى هنا وأرسل الاستمارة من جديد.
error-throttled = كانت هناك محاولات فاشلة كثيرة.
error-throttled-remedy = انتظر قليلًا ثم أعد المحاولة.
error-not-allowed = هذا يتطلب دورًا آخر: { $roles }.
error-not-allowed-remedy = اطلب ذلك من زميل له هذا الدور، أو من مدير هذه العقدة.
error-own-draft = أنت من حرّر هذا أو عدّله أو قدّمه. يجب أن يعتمده شخص ثانٍ.
error-own-draft-remedy = اطلب ذلك من زميل له دور المعتمِد.
error-not-found = لا يوجد «{ $id }» هنا، أو ليس لك الاطلاع عليه.
error-not-found-remedy = ابحث عنه في القائمة؛ فقد يكون له رقم آخر.
error-invalid = شيء مما أدخلته لا يمكن استعماله.
error-conflict = حفظ شخص آخر هذا في هذه الأثناء. لم يُستبدل شيء.
error-conflict-remedy = افتحه من جديد وقارن.
error-wrong-state = حالة هذه المسودة: { $state }؛ فلم يعد ذلك ممكنًا.
error-wrong-state-remedy = افتح المسودة لترى أين وصلت.
error-objected = يحول القانون أو المسار الإجرائي دون ذلك.
error-objected-remedy = صحّح المذكور ثم أعد المحاولة.
error-partner = لا يمكن التعامل مع هذا الشريك.
error-partner-remedy = راجع قائمة الشركاء؛ فاعتمادهم بيد مدير النظام.
error-full = قرص العقدة ممتلئ. لم يُنفَّذ شيء جزئيًا: لم يُقيَّد الإجراء.
error-full-remedy = اطلب من المسؤول عن النظام توفير مساحة ثم أعد المحاولة.
error-ours = تعذّر على العقدة تنفيذ ذلك. لم يُنفَّذ شيء جزئيًا.
error-ours-remedy = أعد المحاولة بعد لحظات. إن استمر الأمر فأبلغ المسؤول عن النظام.

## Help
about-title = المساعدة وحول النظام
about-lead = Comity وسيلة تعثر بها سلطات الدول المختلفة على الأشخاص وتطلب بها المساعدة بعضها من بعض، وتعلم في كل لحظة أين وصل كل طلب. لا مركز له: فلا أحد في الوسط يستطيع أن يقرأ ما تبادلته سلطتان أو يغيّره أو يضيّعه أو ينكره.
about-version = الإصدار
help-search = البحث عن شخص
help-search-text = اكتب الاسم بأي كتابة. تجيب سجلاتنا في الحال؛ ويجيب كل شريك بوجود تطابق أو عدمه وفق قاعدته. الدرجة ترتّب، والقرار لك. وتحت كل تطابق الأسباب المؤيدة والنافية.
help-request = تحرير طلب
help-request-text = افتح طلبًا من نتيجة تطابق. تبيّن الصفحة الصكوك الملزمة للدولتين اليوم، وما يجب أن يتضمنه الطلب وما ينقصه، مع المادة. القواعد الموسومة «من الذاكرة» لم تُقرأ في مصدرها.
help-second = الشخص الثاني
help-second-text = يحتاج الطلب والقبول والقرار إلى شخص ثانٍ لم يحررها. الاعتماد يوقّع ويختم ويرسل في خطوة واحدة.
help-clock = المُهل
help-clock-text = تبدأ المهل تلقائيًا من وقائع القضية. وتبيّن كل مهلة من عليه التصرف والمادة وما يترتب على خلاف ذلك. تُعرض الأوقات بتوقيت هذه السلطة وبالتوقيت العالمي UTC.
help-receipt = الإيصالات
help-receipt-text = لكل إجراء وصل إلى الشريك إيصال: إثبات إدراجه في دفتر قيود الشريك نفسه. وإلى ذلك الحين ترى سبب انتظاره وموعد المحاولة التالية.
help-evidence = الأدلة
help-evidence-text = يعطي الزر في صفحة القضية ملفًا واحدًا يثبت القضية كلها. يستطيع أي شخص التحقق منه دون اتصال؛ ويفشل التحقق إذا تغيّر بايت واحد.
help-keyboard = لوحة المفاتيح وقارئ الشاشة
help-keyboard-text = تعمل كل صفحة دون فأرة ودون برامج نصية. يقود أول ضغط على Tab إلى رابط التخطي؛ وتُسرد الأخطاء في الأعلى وتقود إلى حقولها.
