# Comity، العربية: المُهل بمفاتيحها، وملفات القانون التي تحتفظ بها السلطة نفسها.

law-own-files = { $n ->
    [zero] لا ملفات قانون في مجلد هذه السلطة
    [one] ملف قانون واحد من مجلد هذه السلطة
    [two] ملفا قانون من مجلد هذه السلطة
    [few] { $n } ملفات قانون من مجلد هذه السلطة
    [many] { $n } ملف قانون من مجلد هذه السلطة
   *[other] { $n } ملف قانون من مجلد هذه السلطة
}
law-own-mistakes = { $n ->
    [zero] لا أخطاء
    [one] خطأ واحد
    [two] خطآن
    [few] { $n } أخطاء
    [many] { $n } خطأً
   *[other] { $n } خطأ
}
law-own-hint = الملف الذي فيه خطأ يُترك حتى يُصحَّح، وتعمل سائر الملفات. تُقرأ الملفات عند بدء تشغيل العقدة.
question-precise = تنتج هذه النقاط عمّا وجد الفحص أنه ناقص. يمكن تغييرها أو إفراغها.
field-example = يُكتب هكذا:

## المُهل
deadline-accelerated-reply = الجواب في الإجراء المعجّل
deadline-accelerated-submit = تقديم الطلب في الإجراء المعجّل
deadline-accused-summons-lead-time = تكليف متهم بالحضور قبل الموعد
deadline-acknowledge = تأكيد الاستلام
deadline-acknowledge-executing = تأكيد الاستلام من سلطة التنفيذ
deadline-act-expeditiously = كل التدابير المناسبة على وجه السرعة
deadline-additional-information = معلومات تكميلية
deadline-arrest-before-request = التوقيف قبل الطلب: يجب أن يصل الطلب
deadline-assurance-extradition = سيُطلب التسليم بعد التوقيف
deadline-consent-after-crossing = الإذن بعد عبور الحدود
deadline-consular-interview = المقابلة من جانب البعثة
deadline-core-data = البيانات الأساسية بعد التطابق
deadline-criminal-records-exchange = الإبلاغ السنوي بالأحكام
deadline-decision = القرار
deadline-defective-request = استكمال طلب ناقص
deadline-direct-nondisclosure = نهاية مهلة مقدّم الخدمة للكشف
deadline-execution = التنفيذ
deadline-expedited = جواب معجّل
deadline-expedited-access = وصول معجّل إلى البيانات
deadline-extradition-custody-maximum = نهاية حبس التسليم
deadline-formal-confirmation = التأكيد الرسمي
deadline-immunity-exit-window = نهاية الأمان
deadline-information-duty = الإبلاغ بالسير والعوائق
deadline-information-duty-requesting = الإبلاغ بسقوط القرار
deadline-judicial-authorisation = المعلومات بعد إذن المحكمة
deadline-listed-direct = الجواب: جريمة في القائمة ووصول مباشر
deadline-notify-crossing = الإخطار بعبور الحدود
deadline-object = اعتراض سلطة التنفيذ
deadline-object-emergency = الاعتراض في حالة الطوارئ
deadline-on-location = الإبلاغ بالعثور على الشخص
deadline-oral-confirmation = تأكيد الطلب الشفوي كتابةً
deadline-other = الجواب في الحالات الأخرى
deadline-preservation-minimum = تُحفظ البيانات على الأقل حتى
deadline-preserve = نهاية واجب الحفظ
deadline-preserve-until-produced = الحفظ حتى إنتاج البيانات
deadline-produce = إنتاج البيانات
deadline-produce-emergency = إنتاج البيانات في حالة الطوارئ
deadline-promptness = المساعدة دون إبطاء
deadline-provisional-measure = القرار بشأن تدبير مؤقت
deadline-readmission-in-error = الاستعادة بعد خطأ
deadline-refusal-notice = الرفض مع الأسباب
deadline-reply = الجواب
deadline-reply-prima-facie-third-country = الجواب: مواطن دولة ثالثة، دليل ظاهر
deadline-result-notice = الإبلاغ بالنتيجة
deadline-retention-review = مراجعة الاحتفاظ بالبيانات
deadline-return-of-wrongly-readmitted = إعادة شخص قُبل خطأً
deadline-return-subscriber = بيانات المشترك
deadline-return-traffic = بيانات الحركة
deadline-risk-notice = الإبلاغ بخطر على الحفظ
deadline-safe-conduct-exit-window = نهاية الأمان بعد الإعفاء
deadline-serve-provider = التبليغ إلى مقدّم الخدمة
deadline-sk-original-hard = 40 يوماً: يجب أن يصل أصل أمر القبض
deadline-sk-original-soft = 18 يوماً: ينبغي أن يصل أصل أمر القبض
deadline-strategy = استراتيجية استرداد الأموال
deadline-submit-application = تقديم الطلب بعد العلم بالإقامة
deadline-suspension-notice = الإخطار بالتعليق
deadline-temporary-measure-end = نهاية التدبير العاجل
deadline-traffic-data-disclosure = بيانات تدلّ على مقدّم خدمة آخر
deadline-transfer = نقل الشخص
deadline-transfer-notice-be = الإخطار بالنقل (بلجيكا)
deadline-transit-reply = الجواب عن العبور
deadline-transit-reply-be = الجواب عن العبور (بلجيكا)
deadline-travel-document = وثيقة السفر
deadline-travel-document-renewal = تجديد وثيقة السفر
deadline-travel-document-validity = صلاحية وثيقة السفر
deadline-urgent = الجواب عن طلب عاجل
deadline-urgent-direct = عاجل: وصول مباشر
deadline-urgent-indirect = عاجل: بعد سؤال جهات أخرى
deadline-urgent-listed-direct = عاجل: جريمة في القائمة ووصول مباشر

## الإجراءات
procedure-asset-confiscation = مصادرة
procedure-asset-freezing = تجميد الأموال
procedure-asset-return = إعادة الأموال واقتسامها
procedure-asset-tracing = تعقّب الأموال
procedure-controlled-delivery = تسليم مراقب
procedure-data-disclosure = كشف البيانات المخزّنة
procedure-data-real-time = جمع البيانات آنياً
procedure-joint-team = فريق مشترك
procedure-mla-banking = معلومات مصرفية
procedure-mla-evidence = أخذ الأدلة
procedure-mla-hearing = سماع بالفيديو أو الهاتف
procedure-mla-search = تفتيش وضبط
procedure-mla-service = تبليغ المستندات والتكليفات بالحضور
procedure-police-information = معلومات شرطية
procedure-preservation = حفظ معجّل للبيانات
procedure-prisoner-transfer = نقل شخص محتجز للشهادة
procedure-readmission = إعادة القبول، العادية والمعجّلة
procedure-readmission-transit = العبور في إعادة القبول
procedure-speciality-consent = الموافقة على جرائم أخرى أو تسليم لاحق أو توقيف جديد
procedure-transit = عبور شخص مسلَّم
procedure-wanted-notice = نشرة بحث
