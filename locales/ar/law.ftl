# Comity, Arabic: the law and its procedures. Every language has the same messages with the same values.

## The website of the law
law-site-name = القانون بين الدول
law-site-lead = أي معاهدة تربط دولتين، وما يجب أن يتضمنه الطلب، وكم من الوقت لدى كل طرف.
law-site-made = وفق حال المكتبة بتاريخ { $on }
law-tabs = مسالك القانون
law-tab-check = أي قانون ينطبق
law-tab-states = دولتان
law-tab-instruments = الصكوك
law-tab-procedures = الإجراءات
law-on-this-page = في هذه الصفحة
law-unreadable = { $n ->
    [zero] لا ملفات قانون فيها أخطاء:
    [one] في ملف قانون واحد أخطاء ولا يُستعمل:
    [two] في ملفي قانون أخطاء ولا يُستعملان:
    [few] في { $n } ملفات قانون أخطاء ولا تُستعمل:
    [many] في { $n } ملف قانون أخطاء ولا تُستعمل:
   *[other] في { $n } ملف قانون أخطاء ولا تُستعمل:
}
law-no-instruments = لا صكوك في المكتبة.
law-no-pairs = كُتب هذا المجلد من دون أزواج دول.
law-no-sources = لم يُذكر مصدر.
law-pairs-caption = في الصفوف من يطلب وفي الأعمدة من يُطلب إليه
law-show-pair = اعرض ما يربطهما
law-other-day = اعرض هذا اليوم
law-pair-title = { $from } تطلب من { $to }
law-pair-on = بتاريخ { $on }
law-pair-turned = الاتجاه المعاكس
law-pair-caption = ما يربط الدولتين في كل إجراء
law-pair-nothing = لا يربط الدولتين في هذا اليوم أي صك من المكتبة.
law-nothing-binds = إجراءات لا يحكمها شيء
law-why-not = لماذا لا يربط الباقي
law-why-not-for = من أجل
law-whole-answer = ما يجب أن يكون عليه الطلب
law-to-pair = كل ما بين الدولتين
law-to-procedure = الإجراء خطوة خطوة
law-binding = ما يربط الدولتين
law-further-matters = مسائل أخرى في الاتفاقيات
law-dates = متى وقعت الأحداث
law-dates-hint = يوم، أو وقت مع المنطقة الزمنية للمكان:
deadline-safe = آمن حتى
deadline-extended = يمدد حتى موعد أقصاه
law-check-again = اسأل مجددا بهذه الوقائع
law-open-facts = { $n ->
    [zero] لا أسئلة عن القضية تغير الجواب
    [one] سؤال واحد عن القضية قد يغير الجواب
    [two] سؤالان عن القضية قد يغيران الجواب
    [few] { $n } أسئلة عن القضية قد تغير الجواب
    [many] { $n } سؤالا عن القضية قد تغير الجواب
   *[other] { $n } سؤال عن القضية قد تغير الجواب
}
law-fact-unknown = غير معروف
law-concerns = يخص:

## An instrument
law-status = الوضع
law-standing-in-force = نافذ
law-standing-repealed = ملغى
law-parent = بروتوكول ملحق بـ
law-depositary = الوديع
law-adopted = اعتُمد
law-in-force = نافذ منذ
law-applies-from = ينطبق ابتداء من
law-transposition = موعد النقل إلى القانون الوطني
law-repealed = أُلغي
law-authentic = اللغات الرسمية للنص
law-prevailing = المرجّح:
law-entry-into-force = بدء النفاذ لدولة
law-denunciation = الانتهاء بعد النقض
law-denounced = نُقض
law-rule-after = بعد:
law-rule-first-day = ثم أول يوم من الشهر التالي
law-cases = لأي حالات
law-decided-by = اليوم الفاصل
law-counts = كيف تُحسب المدد
counting-rule-eu-1182-71 = وفق اللائحة 1182/71: بتجاوز أيام العطلة
law-outside = يستثني
law-parties-bound = { $n ->
    [zero] لا يلتزم أي منها بتاريخ { $on }.
    [one] تلتزم واحدة منها بتاريخ { $on }.
    [two] تلتزم اثنتان منها بتاريخ { $on }.
    [few] تلتزم { $n } منها بتاريخ { $on }.
    [many] تلتزم { $n } منها بتاريخ { $on }.
   *[other] تلتزم { $n } منها بتاريخ { $on }.
}
law-bound-since = ملتزمة منذ
party-standing-bound = ملتزمة
party-standing-not-yet = ليس بعد
party-standing-ended = انسحبت
party-standing-unclear = غير واضح
law-towards = إزاء
law-changes = يغيّر
law-source = المصدر
law-national = قواعد وطنية
law-national-hint = كيف تعمل القاعدة حين يُطلب إلى هذه الدولة.
law-relations = صلته بغيره
law-named-by = ما تقوله عنه صكوك أخرى
law-between-members = بين أطراف
law-any-treaty = أي معاهدة أخرى بين الدولتين
law-unless-agreed = ما لم تتفق الدولتان على استعمال هذا الصك
law-asked-by = يُستعمل في:
law-guarantees = ضمانات
law-extension = التمديد:
law-given-by-act = يحققه الصك الموقّع
law-where-it-applies = حيثما ينطبق
law-declared-by = أعلنته { $state }
law-disapplied = قواعد لا تسري بين الدولتين
law-duties = واجبات إلى جانب الصكوك
column-party = الطرف
column-standing = الوضع
column-how = كيف
column-remarks = ملاحظات
column-kind = النوع
column-read = مقروءة في نص
column-from = تبدأ من
column-obliged = الملزم
column-consequence = ما يترتب

## A procedure
law-rules-in = قواعده في هذه الصكوك
law-same-family = يجوز جمعه في طلب واحد مع:
law-steps = من يفعل ماذا ومتى
law-when-status = ما دامت القضية
law-optional-step = غير واجب
law-fields = حقول الإجراء
law-field-of-instrument = محتوى تطلبه الصكوك
law-in-measures = في التدابير
law-measures = التدابير
law-second-person = شخص ثان
law-is-event = هو الحدث
law-moves-to = تصبح القضية بعده
law-counts-as = تُحسب مبالغه ضمن
law-requires = يشترط
law-safeguards = أسئلة لا بد من جوابها
law-answered-by = يجيب عنه
law-guards = يسبق
law-stays-here = يبقى الجواب في العقدة
law-with-reasons = مع التعليل
law-gives-undertaking = يعطي التعهد
law-undertakings = التعهدات
law-binds-from = يُلزم منذ
law-given-with = يُعطى مع
law-lasting = دائم
law-ends = كيف ينتهي

## Codes of the law
instrument-kind-multilateral-treaty = معاهدة متعددة الأطراف
instrument-kind-bilateral-treaty = معاهدة ثنائية
instrument-kind-additional-protocol = بروتوكول إضافي
instrument-kind-eu-regulation = لائحة الاتحاد
instrument-kind-eu-directive = توجيه الاتحاد
instrument-kind-eu-framework-decision = قرار إطاري للاتحاد
instrument-kind-eu-decision = قرار الاتحاد
instrument-kind-eu-third-state-agreement = اتفاق الاتحاد مع دولة ثالثة
instrument-kind-organisation-rules = قواعد منظمة
instrument-kind-political-network = شبكة سياسية
instrument-role-conditional = في حالات معينة
instrument-role-otherwise = في مسألة أخرى
exclusion-unclear = غير واضح
exclusion-not-a-party = ليست طرفا
exclusion-not-yet-in-force = لم يدخل حيز النفاذ بعد
exclusion-ended = منتهٍ
exclusion-out-of-scope = لحالات أخرى
exclusion-superseded = حل غيره محله بين الدولتين
exclusion-reservation = تحفظ
exclusion-parent-does-not-bind = اتفاقيته لا تُلزم
exclusion-unreadable = في الملف أخطاء
notice-unclear = لا يمكن الجزم، ولا تخمين هنا
notice-treaty-without-file = معاهدة لا ملف لها هنا
notice-order-open = ترتيب الصكوك غير مدوّن
notice-calendar = عن التقويم
applies-no = ليس في هذه القضية
applies-unknown = يتوقف على الوقائع
met-yes = متحقق
met-no = غير متحقق
stands-yes = قائم في هذه القضية
stands-no = غير قائم هنا
deadline-effect-may-release = يجوز الإفراج عن الشخص
deadline-effect-must-release = يجب الإفراج عن الشخص
deadline-effect-duty = واجب
deadline-effect-protection-ends = تنتهي حماية
deadline-effect-measure-ends = ينتهي تدبير
deadline-effect-permits = يجيز
deadline-effect-information = للعلم
declaration-kind-declaration = إعلان
declaration-kind-reservation = تحفظ
declaration-kind-territorial = إقليمي
declaration-kind-objection = اعتراض
declaration-kind-note = ملاحظة
declaration-kind-national-rule = قاعدة وطنية
declaration-effect-article-excluded = يستثني مادة
declaration-effect-chapter-excluded = يستثني فصلا
declaration-effect-assurance-limited = يقيد ضمانا
declaration-effect-authority = يسمي سلطة
declaration-effect-capital-punishment-absolute = عقوبة الإعدام مانع مطلق
declaration-effect-channel = يسمي قناة
declaration-effect-consent-always-required = الموافقة لازمة دائما
declaration-effect-consent-required = الموافقة لازمة
declaration-effect-consent-revocable = الموافقة قابلة للرجوع
declaration-effect-contact-point = يسمي نقطة اتصال
declaration-effect-convention-displaced = تتقدم اتفاقية أخرى
declaration-effect-dual-criminality-reserved = تحفظ بازدواج التجريم
declaration-effect-extra-refusal-grounds = أسباب رفض إضافية
declaration-effect-limited = يقيّد
declaration-effect-nationals-always-refused = المواطنون لا يُسلَّمون أبدا
declaration-effect-nationals-widened = توسيع مفهوم المواطنين
declaration-effect-no-liability = لا مسؤولية
declaration-effect-no-relations-with = لا علاقات مع دولة
declaration-effect-objection = اعتراض
declaration-effect-political-offence-narrowed = تضييق الجريمة السياسية
declaration-effect-scope-narrowed = تضييق النطاق
declaration-effect-speciality-waived-on-consent = سقوط التخصيص بالموافقة
declaration-effect-speciality-waived-on-consent-and-waiver = سقوط التخصيص بالموافقة والتنازل
declaration-effect-suspended-towards = معلّق تجاه دولة
declaration-effect-territory = إقليم
declaration-effect-territory-not-controlled = إقليم غير خاضع للسيطرة
declaration-effect-threshold-changed = تغيير العتبة
declaration-effect-transit-of-nationals-refused = رفض عبور المواطنين
declaration-effect-translation-required = الترجمة لازمة
relation-supplements = يكمّل
relation-supplemented-by = يكمّله
relation-amends = يعدّل
relation-amended-by = معدَّل بـ
relation-replaces-article = يحل محل مواد من
relation-replaces-between-parties = يحل بين الأطراف محل
relation-replaced-between-parties-by = يحل محله بين الأطراف
relation-replaces-between-members = يحل بين الأعضاء محل
relation-replaces = يحل محل
relation-replaced-by = حل محله
relation-repeals = يلغي
relation-supersedes = يتقدم على
relation-yields-to = يتراجع أمام
relation-disapplies = يوقف تطبيق
relation-completes = يستكمل
relation-complements = يقف إلى جانب
relation-detailed-by = يفصّله
relation-borrows-deadlines-from = يستعير مدده من
relation-applies-through = يعمل عبر
relation-may-trigger = قد يؤدي إلى
relation-without-prejudice-to = لا يمس
relation-excludes = يستبعد
relation-competes-with = يمكن اختياره بدلا من
relation-independent-of = مستقل عن
relation-model-of = كان نموذجا لـ
relation-modified-by = معدَّل جزئيا بـ
relation-not-applicable-to = لا يسري على
point-threshold = العتبة
point-measure = يُقارن بـ
point-applies-to = لـ
point-waivable-by = يجوز أن يتنازل عنه
point-final-judgment = حكم نهائي
point-accepts = يقبل
point-effect = الأثر
point-cured-by = يعالجه
point-exceptions = استثناءات
point-decisive-moment = اللحظة الفاصلة
point-alternative = بدلا منه
point-reservable = يقبل التحفظ
point-effect-on-deadlines = أثره في المدد
point-when = عندما
point-applies-if = ينطبق إذا
point-since = منذ
point-until = حتى
point-note = ملاحظة
point-article-note = عن المادة
point-national = مقروء في قانون وطني
point-basis = الأساس
point-replaced-between-parties-to = ليس بين أطراف
point-only-if-requested = فقط حين يُطلب إلى
point-given-by-act = يحققه الصك الموقّع
point-met-if = يتحقق إذا
point-follows = عندئذ
point-otherwise = وإلا
point-arises-if = ينشأ إذا
point-cured-if = يسقط إذا
point-when-unmet = يقوم إذا لم يُستوفَ شرط
point-when-late = يقوم إذا فات ميعاد
point-bars = يستبعد
point-counting = الحساب
point-ends = النهاية
point-date = التاريخ
point-met-by = يتحقق بـ
point-extendable-to = يمكن تمديدها إلى
point-extension = التمديد
point-extension-condition = التمديد إذا
point-restarts-on = تبدأ من جديد
point-nature = القوة
point-scope = النطاق
point-replaces = يحل محل
counting-from-moment = من دقيقة الحدث
counting-from-day = لا يُحسب يوم الحدث
counting-with-day = يُحسب يوم الحدث
nature-soft = مرنة
nature-soft-with-notice = مرنة مع الإخطار بالتأخير
nature-minimum = حد أدنى
nature-maximum-unless-confirmed = حد أقصى ما لم يُؤكد
nature-declared-maximum = حد أقصى معلن
law-remark-reservations = التحفظات
law-remark-territory = الإقليم
law-remark-temporal-application = السريان الزمني
law-remark-phased-application = السريان المرحلي
law-remark-counting = حساب المدد
law-remark-suspension = التعليق
law-remark-scope = النطاق
law-remark-legal-force = القوة القانونية
law-remark-entry-into-force-note = عن بدء النفاذ
law-remark-membership = العضوية
law-remark-note = ملاحظة
field-type-text = نص
field-type-date = تاريخ
field-type-moment = لحظة
field-type-amount = مبلغ مالي
field-type-person = شخص
field-type-address = عنوان
field-type-account = حساب
field-type-number = عدد
field-type-choice = اختيار
field-type-document = وثيقة
tally-traced = مُكتشف
tally-frozen = مُجمّد
tally-unfrozen = مُفرج عنه
tally-confiscated = مُصادر
tally-costs = نفقات
tally-returned = مُعاد
tally-shared = مُقتسم

## Lengths of periods
period-hour = { $n ->
    [zero] { $n } ساعة
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $n } ساعات
    [many] { $n } ساعة
   *[other] { $n } ساعة
}
period-day = { $n ->
    [zero] { $n } يوم
    [one] يوم واحد
    [two] يومان
    [few] { $n } أيام
    [many] { $n } يوما
   *[other] { $n } يوم
}
period-working-day = { $n ->
    [zero] { $n } يوم عمل
    [one] يوم عمل واحد
    [two] يوما عمل
    [few] { $n } أيام عمل
    [many] { $n } يوم عمل
   *[other] { $n } يوم عمل
}
period-week = { $n ->
    [zero] { $n } أسبوع
    [one] أسبوع واحد
    [two] أسبوعان
    [few] { $n } أسابيع
    [many] { $n } أسبوعا
   *[other] { $n } أسبوع
}
period-month = { $n ->
    [zero] { $n } شهر
    [one] شهر واحد
    [two] شهران
    [few] { $n } أشهر
    [many] { $n } شهرا
   *[other] { $n } شهر
}
period-year = { $n ->
    [zero] { $n } سنة
    [one] سنة واحدة
    [two] سنتان
    [few] { $n } سنوات
    [many] { $n } سنة
   *[other] { $n } سنة
}
period-immediately = فورا
period-forthwith = على الفور
period-promptly = بسرعة
period-expeditiously = على وجه السرعة
period-rapidly-expedited = بصورة معجلة
period-without-delay = دون تأخير
period-as-soon-as-possible = في أقرب وقت ممكن
period-as-soon-as-obtained = فور الحصول عليه
period-if-required = عند اللزوم
period-fixed-by-requested-state = وفق ما تحدده الدولة المطلوب إليها
period-fixed-date = في تاريخ محدد
period-same-as-reply-limit = بقدر مهلة الرد
period-in-time-for-40-day-limit = قبل انقضاء الأربعين يوما
period-until-full-request-received = حتى ورود الطلب الكامل
period-until-produced = حتى تقديم البيانات
period-none = لا مدة
who-enforcing = دولة الإنفاذ
who-locating = الدولة المحددة للمكان
who-provider = مقدم الخدمة
who-member-state = كل دولة عضو
who-either = أي من الدولتين
language-name-fi = الفنلندية
language-name-pl = البولندية
language-name-uk = الأوكرانية
language-name-es = الإسبانية
language-name-it = الإيطالية
language-name-sk = السلوفاكية
language-name-cs = التشيكية
language-name-bg = البلغارية
language-name-ka = الجورجية
language-name-hy = الأرمنية
language-name-tr = التركية
language-name-az = الأذربيجانية
language-name-be = البيلاروسية
language-name-kk = الكازاخية
language-name-ro = الرومانية
language-name-nl = الهولندية
language-name-sv = السويدية
language-name-da = الدنماركية
language-name-no = النرويجية
language-name-pt = البرتغالية
language-name-el = اليونانية
language-name-hu = الهنغارية
language-name-sr = الصربية
language-name-hr = الكرواتية
language-name-sl = السلوفينية
language-name-zh = الصينية
language-name-ga = الأيرلندية
language-name-mt = المالطية
language-name-is = الآيسلندية
language-name-sq = الألبانية
language-name-mk = المقدونية
language-name-he = العبرية
language-name-uz = الأوزبكية
language-name-ky = القيرغيزية
language-name-tg = الطاجيكية
language-name-tk = التركمانية
