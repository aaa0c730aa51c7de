# الأشخاص وغيرهم، البحث لدى الشركاء، الصيغة العمياء.

reason-born-calendar = يتفق تاريخا الميلاد بعد التحويل من تقويم آخر ({ $ours }، { $theirs })
reason-born-in-number = تاريخ الميلاد داخل رقم وطني متفق ({ $ours }، { $theirs })
reason-nationality-successor = إحدى الدولتين خلفت الأخرى ({ $ours }، { $theirs })
reason-place-same = مكان الميلاد نفسه ({ $ours })
reason-place-different = مكانا الميلاد مختلفان ({ $ours }، { $theirs })
reason-parent-same = اسم أحد الوالدين نفسه ({ $ours })
reason-parent-different = اسم أحد الوالدين مختلف ({ $ours }، { $theirs })
reason-document-slip = يختلف الرقمان بزلة واحدة ({ $ours }، { $theirs })
reason-document-contradicts = رقمان صحيحان من نوع لا يملك المرء منه إلا واحدًا ({ $ours }، { $theirs })
reason-form-same = الشكل القانوني نفسه ({ $ours })
reason-form-different = الشكلان القانونيان مختلفان ({ $ours }، { $theirs })
reason-kind-different = صنف آخر ({ $ours }، { $theirs })
