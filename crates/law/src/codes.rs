//! The closed vocabularies of the files: every code a file may use, and its enum here.

use serde::{Serialize, Serializer};

/// A closed vocabulary.
pub(crate) trait Code: Copy + Sized + 'static {
    /// Every code with its word.
    const WORDS: &'static [(&'static str, Self)];

    /// Finds a code by its word.
    fn find(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, code)| *code)
    }
}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl Code for $name {
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),+];
        }

        impl $name {
            /// The word in the files.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

codes! {
    /// What sort of instrument it is.
    #[expect(missing_docs, reason = "the words say it")]
    InstrumentKind {
        MultilateralTreaty = "multilateral-treaty",
        BilateralTreaty = "bilateral-treaty",
        AdditionalProtocol = "additional-protocol",
        EuRegulation = "eu-regulation",
        EuDirective = "eu-directive",
        EuFrameworkDecision = "eu-framework-decision",
        EuDecision = "eu-decision",
        EuThirdStateAgreement = "eu-third-state-agreement",
        OrganisationRules = "organisation-rules",
        PoliticalNetwork = "political-network",
    }
}

codes! {
    /// How an instrument stands to another.
    RelationKind {
        /// Adds to it.
        Supplements = "supplements",
        /// Is added to by it.
        SupplementedBy = "supplemented-by",
        /// Changes it.
        Amends = "amends",
        /// Is changed by it.
        AmendedBy = "amended-by",
        /// Puts its own article in the place of one of the other.
        ReplacesArticle = "replaces-article",
        /// Takes its place between those who are parties to both.
        ReplacesBetweenParties = "replaces-between-parties",
        /// Gives place to it between those who are parties to both.
        ReplacedBetweenPartiesBy = "replaced-between-parties-by",
        /// Takes its place between members of the Union.
        ReplacesBetweenMembers = "replaces-between-members",
        /// Takes its place altogether.
        Replaces = "replaces",
        /// Gives place to it altogether.
        ReplacedBy = "replaced-by",
        /// Ends it.
        Repeals = "repeals",
        /// Goes before bilateral treaties.
        Supersedes = "supersedes",
        /// Lets the other go first.
        YieldsTo = "yields-to",
        /// Takes an article of the other out of use.
        Disapplies = "disapplies",
        /// Fills gaps of it.
        Completes = "completes",
        /// Stands beside it.
        Complements = "complements",
        /// Is worked out by it.
        DetailedBy = "detailed-by",
        /// Takes its periods from it.
        BorrowsDeadlinesFrom = "borrows-deadlines-from",
        /// Works only through it.
        AppliesThrough = "applies-through",
        /// May lead to it.
        MayTrigger = "may-trigger",
        /// Leaves it untouched.
        WithoutPrejudiceTo = "without-prejudice-to",
        /// Leaves it out.
        Excludes = "excludes",
        /// May be chosen instead of it.
        CompetesWith = "competes-with",
        /// Does not depend on it.
        IndependentOf = "independent-of",
        /// Was its model.
        ModelOf = "model-of",
        /// Is changed by it in single points.
        ModifiedBy = "modified-by",
        /// Does not reach it.
        NotApplicableTo = "not-applicable-to",
    }
}

codes! {
    /// What sort of statement a party made.
    #[expect(missing_docs, reason = "the words say it")]
    DeclarationKind {
        Declaration = "declaration",
        Reservation = "reservation",
        Territorial = "territorial",
        Objection = "objection",
        Note = "note",
    }
}

codes! {
    /// What a declaration does.
    #[expect(missing_docs, reason = "the words say it")]
    DeclarationEffect {
        ArticleExcluded = "article-excluded",
        ChapterExcluded = "chapter-excluded",
        AssuranceLimited = "assurance-limited",
        Authority = "authority",
        CapitalPunishmentAbsolute = "capital-punishment-absolute",
        Channel = "channel",
        ConsentAlwaysRequired = "consent-always-required",
        ConsentRequired = "consent-required",
        ConsentRevocable = "consent-revocable",
        ContactPoint = "contact-point",
        ConventionDisplaced = "convention-displaced",
        DualCriminalityReserved = "dual-criminality-reserved",
        ExtraRefusalGrounds = "extra-refusal-grounds",
        Limited = "limited",
        NationalsAlwaysRefused = "nationals-always-refused",
        NationalsWidened = "nationals-widened",
        NoLiability = "no-liability",
        NoRelationsWith = "no-relations-with",
        Objection = "objection",
        PoliticalOffenceNarrowed = "political-offence-narrowed",
        ScopeNarrowed = "scope-narrowed",
        SpecialityWaivedOnConsent = "speciality-waived-on-consent",
        SpecialityWaivedOnConsentAndWaiver = "speciality-waived-on-consent-and-waiver",
        SuspendedTowards = "suspended-towards",
        Territory = "territory",
        TerritoryNotControlled = "territory-not-controlled",
        ThresholdChanged = "threshold-changed",
        TransitOfNationalsRefused = "transit-of-nationals-refused",
        TranslationRequired = "translation-required",
    }
}

codes! {
    /// What a ground does.
    #[expect(missing_docs, reason = "the words say it")]
    GroundEffect {
        Mandatory = "mandatory",
        Optional = "optional",
        Prohibited = "prohibited",
        Postpone = "postpone",
        Conditional = "conditional",
        PermitsGrant = "permits-grant",
        Procedure = "procedure",
    }
}

codes! {
    /// The unit of a period: a measure, or a word where the instrument gives no measure.
    Unit {
        /// Hours of the clock.
        Hour = "hour",
        /// Days.
        Day = "day",
        /// Weeks.
        Week = "week",
        /// Months of the calendar.
        Month = "month",
        /// Years of the calendar.
        Year = "year",
        /// At once.
        Immediately = "immediately",
        /// Without loss of time.
        Forthwith = "forthwith",
        /// Promptly.
        Promptly = "promptly",
        /// Quickly and with priority.
        Expeditiously = "expeditiously",
        /// Quickly.
        RapidlyExpedited = "rapidly-expedited",
        /// Without delay.
        WithoutDelay = "without-delay",
        /// As soon as possible.
        AsSoonAsPossible = "as-soon-as-possible",
        /// As soon as it was obtained.
        AsSoonAsObtained = "as-soon-as-obtained",
        /// Where it is needed.
        IfRequired = "if-required",
        /// As the requested state fixes it.
        FixedByRequestedState = "fixed-by-requested-state",
        /// On a date named in the rule.
        FixedDate = "fixed-date",
        /// As long as the reply takes.
        SameAsReplyLimit = "same-as-reply-limit",
        /// Early enough for the 40 days of the arrest.
        InTimeForFortyDayLimit = "in-time-for-40-day-limit",
        /// Until the full request arrives.
        UntilFullRequestReceived = "until-full-request-received",
        /// Until the data are produced.
        UntilProduced = "until-produced",
        /// No time at all: the rule says what does not happen.
        None = "none",
    }
}

codes! {
    /// Which days count.
    #[expect(missing_docs, reason = "the words say it")]
    Days {
        Calendar = "calendar",
        Working = "working",
        Clock = "clock",
    }
}

codes! {
    /// How a period begins and ends.
    Counting {
        /// To the minute: 18 days from 14:20 end at 14:20.
        FromMoment = "from-moment",
        /// The day of the event is left out; the period ends with its last day.
        FromDay = "from-day",
        /// The day of the event is the first day; the period ends with its last day.
        WithDay = "with-day",
    }
}

codes! {
    /// Who must keep a period.
    #[expect(missing_docs, reason = "the words say it")]
    Obliged {
        Requesting = "requesting",
        Requested = "requested",
        Issuing = "issuing",
        Executing = "executing",
        Enforcing = "enforcing",
        Locating = "locating",
        Provider = "provider",
        Person = "person",
        MemberState = "member-state",
        Both = "both",
        Either = "either",
    }
}

codes! {
    /// What follows when a period passes.
    DeadlineEffect {
        /// The person may be released.
        MayRelease = "may-release",
        /// The person must be released.
        MustRelease = "must-release",
        /// A duty is late.
        Duty = "duty",
        /// A protection ends.
        ProtectionEnds = "protection-ends",
        /// A measure ends.
        MeasureEnds = "measure-ends",
        /// Something is allowed from then on.
        Permits = "permits",
        /// Nothing that could be late.
        Information = "information",
    }
}

codes! {
    /// How binding a period is; a hard one says nothing.
    #[expect(missing_docs, reason = "the words say it")]
    Nature {
        Soft = "soft",
        SoftWithNotice = "soft-with-notice",
        Minimum = "minimum",
        MaximumUnlessConfirmed = "maximum-unless-confirmed",
        DeclaredMaximum = "declared-maximum",
    }
}

codes! {
    /// How a date rule is rounded.
    Rounding {
        /// Not at all.
        None = "none",
        /// To the first day of the month that follows the period.
        FirstDayOfMonthFollowing = "first-day-of-month-following",
    }
}

codes! {
    /// What kind of national rule it is.
    #[expect(missing_docs, reason = "the words say it")]
    OverlayKind {
        Counting = "counting",
        Deadline = "deadline",
        Threshold = "threshold",
        Ground = "ground",
        Procedure = "procedure",
        Channel = "channel",
    }
}

codes! {
    /// Which kind of rule.
    #[expect(missing_docs, reason = "the words say it")]
    RuleKind {
        Condition = "condition",
        Content = "content",
        Document = "document",
        Language = "language",
        Channel = "channel",
        Deadline = "deadline",
        Ground = "ground",
        Safeguard = "safeguard",
    }
}

codes! {
    /// What in a case's acts an event is.
    ActEvent {
        /// The first request.
        Request = "request",
        /// A request that names extradition or surrender, with the documents it needs.
        FullRequest = "full-request",
        /// The requested state's gate was passed.
        Acceptance = "acceptance",
        /// The arrest, at the moment it names.
        Arrest = "arrest",
        /// The release.
        Release = "release",
        /// The consent.
        Consent = "consent",
        /// The consent was taken back.
        ConsentRevoked = "consent-revoked",
        /// A question was asked.
        Question = "question",
        /// A question was answered.
        Supplement = "supplement",
        /// Any final decision.
        Decision = "decision",
        /// A decision that grants.
        Grant = "grant",
        /// A decision that refuses.
        Refusal = "refusal",
        /// The date fixed for surrender.
        SurrenderDate = "surrender-date",
        /// The handing over.
        Surrender = "surrender",
        /// The outcome was reported.
        Outcome = "outcome",
    }
}

codes! {
    /// Which end of the case answers or acts, in the files.
    #[expect(missing_docs, reason = "the words say it")]
    EndCode {
        Requesting = "requesting",
        Requested = "requested",
    }
}

codes! {
    /// What a field of an act takes.
    FieldType {
        /// Any text.
        Text = "text",
        /// A day.
        Date = "date",
        /// A moment with the zone of its place.
        Moment = "moment",
        /// A currency and a decimal number.
        Amount = "amount",
        /// A person: name; born; nationality; more.
        Person = "person",
        /// An address that ends in the code of its state.
        Address = "address",
        /// An account: an IBAN, or a number with its bank.
        Account = "account",
        /// A whole number.
        Number = "number",
        /// One of the field's choices.
        Choice = "choice",
        /// A file attached under the key of the field.
        Document = "document",
    }
}

codes! {
    /// Into which acts a field goes.
    FieldPlace {
        /// Into the request and its supplements.
        Request = "request",
        /// Into measures that name it.
        Measure = "measure",
    }
}

codes! {
    /// What a field tells the conditions of the instruments.
    #[expect(missing_docs, reason = "the words say it")]
    FactCode {
        Purpose = "purpose",
        MaximumMonths = "maximum-months",
        RequestedMaximumMonths = "requested-maximum-months",
        SentenceMonths = "sentence-months",
        RemainingMonths = "remaining-months",
    }
}

codes! {
    /// Whether a request names a person.
    PersonNeed {
        /// It must.
        Required = "required",
        /// It may.
        Optional = "optional",
        /// It is not about a person.
        None = "none",
    }
}

codes! {
    /// Which sum the amounts of a measure go into.
    Tally {
        /// Found.
        Traced = "traced",
        /// Frozen.
        Frozen = "frozen",
        /// Freed from freezing.
        Unfrozen = "unfrozen",
        /// Confiscated.
        Confiscated = "confiscated",
        /// Costs taken off what was confiscated.
        Costs = "costs",
        /// Given back.
        Returned = "returned",
        /// Given to the other state as its share.
        Shared = "shared",
    }
}

codes! {
    /// What a measure does to the custody of the person.
    CustodyChange {
        /// The person is held from then on.
        Begins = "begins",
        /// The person is free from then on, or held by the other state.
        Ends = "ends",
    }
}

codes! {
    /// What a decision that grants must fix.
    GrantNeed {
        /// The day of surrender.
        SurrenderOn = "surrender-on",
        /// The place of surrender.
        SurrenderPlace = "surrender-place",
    }
}

codes! {
    /// What an article that the program cites is about.
    #[expect(missing_docs, reason = "the words say it")]
    Cited {
        Decision = "decision",
        NothingToGrant = "nothing-to-grant",
        Question = "question",
        SurrenderDate = "surrender-date",
        SurrenderMoved = "surrender-moved",
        Consent = "consent",
        Counsel = "counsel",
        Revocation = "revocation",
        Release = "release",
        Custody = "custody",
        Measure = "measure",
        Amounts = "amounts",
        Extension = "extension",
    }
}

codes! {
    /// Which Easter a state's holidays follow.
    #[expect(missing_docs, reason = "the words say it")]
    EasterRule {
        Western = "western",
        Orthodox = "orthodox",
        None = "none",
    }
}

codes! {
    /// What is given instead of a holiday that falls on a day of rest.
    Observance {
        /// Nothing.
        None = "none",
        /// A Sunday moves to the next day that is free for it.
        SundayToNextFreeDay = "sunday-to-next-free-day",
        /// A Saturday or Sunday moves to the next day that is free for it.
        WeekendToNextFreeDay = "weekend-to-next-free-day",
        /// A Saturday moves back to Friday, a Sunday on to Monday.
        NearestWeekday = "nearest-weekday",
    }
}

codes! {
    /// A day of the week.
    #[expect(missing_docs, reason = "the words say it")]
    WeekdayCode {
        Monday = "monday",
        Tuesday = "tuesday",
        Wednesday = "wednesday",
        Thursday = "thursday",
        Friday = "friday",
        Saturday = "saturday",
        Sunday = "sunday",
    }
}

impl WeekdayCode {
    /// The day of the calendar.
    pub(crate) fn weekday(self) -> jiff::civil::Weekday {
        use jiff::civil::Weekday;
        match self {
            Self::Monday => Weekday::Monday,
            Self::Tuesday => Weekday::Tuesday,
            Self::Wednesday => Weekday::Wednesday,
            Self::Thursday => Weekday::Thursday,
            Self::Friday => Weekday::Friday,
            Self::Saturday => Weekday::Saturday,
            Self::Sunday => Weekday::Sunday,
        }
    }
}

codes! {
    /// What sort of source a table rests on.
    SourceKind {
        /// The statute itself.
        Statute = "statute",
        /// A table of an authority.
        Official = "official",
        /// Another's table, compared day by day.
        Compared = "compared",
        /// Nothing that was read.
        Recalled = "recalled",
    }
}

codes! {
    /// How periods of an instrument are counted beyond their length.
    CountingRule {
        /// As they are given.
        Plain = "plain",
        /// Regulation (EEC, Euratom) 1182/71: periods begin after the hour or day of the event; those not in hours
        /// that would end on a day of rest of the acting state end with its next working day; two days or more have
        /// at least two working days.
        Eu118271 = "eu-1182-71",
    }
}

codes! {
    /// Where a period ends that would end on a day of rest.
    Ends {
        /// There.
        AsCounted = "as-counted",
        /// With the next working day of the acting state.
        NextWorkingDay = "next-working-day",
    }
}

codes! {
    /// What a fact takes.
    #[expect(missing_docs, reason = "the words say it")]
    FactKind {
        Choice = "choice",
        State = "state",
        Months = "months",
        Number = "number",
        Date = "date",
        Text = "text",
    }
}
