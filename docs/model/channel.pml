/* The channel, its receipts and the fence, as a model that spin searches exhaustively.
 *
 * A sender makes ACTS acts for one recipient over a network that loses, doubles and reorders. Once, the sender's
 * database is played back to an earlier state; the recipient may stop before a commit. What is checked, in every order
 * in which things can happen:
 *
 *   agreement   no act takes effect twice, and a place of the channel never changes its act;
 *   receipt     what the sender holds a receipt for has taken effect;
 *   progress    when nothing more can happen, every act that the sender still knows has its receipt.
 *
 * What is not in it: secrecy and the signatures themselves, which are taken to hold, and more than one channel.
 *
 * Each defence can be left out with a definition, and spin then finds how that goes wrong: NO_DEDUP, NO_FENCE,
 * RECEIPT_FIRST, NO_RETRY, NO_CONFLICT. `bin/model` runs all of them.
 */

#define ACTS 3
#define EPOCHS 4
#define PLACE(epoch, sequence) ((epoch) * (ACTS + 1) + (sequence))

/* In flight: epoch, sequence, act. Receipts and refusals: the same, and whether it was taken. */
chan wire = [3] of { byte, byte, byte };
chan answers = [3] of { byte, byte, byte, bit };

byte losses = 2;
byte doublings = 1;

/* The recipient's disk. */
byte stored[EPOCHS * (ACTS + 1)];
byte effects[ACTS + 1];
byte epoch_in = 0;
byte highest_in = 0;
bool forked = false;

/* The sender's disk. */
byte epoch_out = 1;
byte next_out = 1;
bool known[ACTS + 1];                   /* the acts that it knows to have made */
byte placed[EPOCHS * (ACTS + 1)];       /* which act it signed for a place */
bool receipted[ACTS + 1];


/* A backup of it. */
byte b_epoch = 1;
byte b_next = 1;
bool b_known[ACTS + 1];
byte b_placed[EPOCHS * (ACTS + 1)];
bool b_receipted[ACTS + 1];
bool backed_up = false;
bool restored = false;
bool fenced = true;
bool quiet = false;

/* Nobody forgets these: the last act that was ever made, and what first stood in a place. */
byte fresh = 0;
byte first_in[EPOCHS * (ACTS + 1)];

inline sign(act) {
    assert(epoch_out < EPOCHS);
    placed[PLACE(epoch_out, next_out)] = act;
    next_out++;
}

/* Everything without a receipt goes again, in the next epoch. */
inline begin_epoch(seen) {
    epoch_out = (seen > epoch_out -> seen : epoch_out) + 1;
    next_out = 1;
    i = 1;
    do
    :: i <= ACTS ->
        if
        :: known[i] && !receipted[i] -> sign(i)
        :: else
        fi;
        i++
    :: else -> break
    od
}

proctype Sender() {
    byte i, e, s, a;
    byte tried = 0;
    bit taken;
    do
    /* An officer makes an act: signed and stored in one transaction. */
    :: atomic { fenced && fresh < ACTS -> fresh++; known[fresh] = true; sign(fresh) }

    /* Delivery, first and again: whatever of this epoch has no receipt. */
    :: atomic {
        fenced && nfull(wire) ->
        s = 1;
        do
        :: s < next_out && receipted[placed[PLACE(epoch_out, s)]] -> s++
        :: else -> break
        od;
        if
        :: s >= next_out -> skip
        :: s < next_out && wire ?? [eval(epoch_out), eval(s), _] -> skip
        :: s < next_out && answers ?? [eval(epoch_out), eval(s), _, _] -> skip
#ifdef NO_RETRY
        :: s < next_out && tried >= s -> assert(false)
#endif
        :: else -> wire ! epoch_out, s, placed[PLACE(epoch_out, s)]; tried = s
        fi
       }

    /* An answer: a receipt, whose proof holds, or a refusal as a conflict or a closed epoch. */
    :: atomic {
        answers ? e, s, a, taken ->
        if
        :: taken && known[a] ->
            /* What the sender believes must be so. */
            assert(effects[a] == 1);
            receipted[a] = true
        :: !taken && e == epoch_out ->
#ifndef NO_FENCE
            begin_epoch(epoch_in)
#else
            /* Refused for good: an act that the sender knows never arrives. */
            assert(false)
#endif
        :: else
        fi
       }

    /* A backup, and once its playing back. */
    :: atomic {
        !backed_up ->
        backed_up = true;
        b_epoch = epoch_out; b_next = next_out; 
        i = 0;
        do
        :: i < EPOCHS * (ACTS + 1) -> b_placed[i] = placed[i]; i++
        :: else -> break
        od;
        i = 0;
        do
        :: i <= ACTS -> b_receipted[i] = receipted[i]; b_known[i] = known[i]; i++
        :: else -> break
        od
       }
    :: atomic {
        backed_up && !restored ->
        restored = true;
        epoch_out = b_epoch; next_out = b_next; 
        i = 0;
        do
        :: i < EPOCHS * (ACTS + 1) -> placed[i] = b_placed[i]; i++
        :: else -> break
        od;
        i = 0;
        do
        :: i <= ACTS -> receipted[i] = b_receipted[i]; known[i] = b_known[i]; i++
        :: else -> break
        od;
#ifndef NO_FENCE
        fenced = false
#endif
       }

    /* The fence: before anything is signed, what does the recipient hold of this channel? */
    :: atomic {
        !fenced ->
        if
        :: epoch_in > epoch_out || (epoch_in == epoch_out && highest_in >= next_out) -> begin_epoch(epoch_in)
        :: else
        fi;
        fenced = true
       }

    /* Nothing is left to be done. */
    :: atomic {
        fenced && backed_up && restored && fresh == ACTS && empty(wire) && empty(answers) ->
        i = 1;
        do
        :: i <= ACTS && (receipted[i] || !known[i]) -> i++
        :: else -> break
        od;
        if
        :: i > ACTS -> quiet = true; break
        :: else
        fi
       }
    od
}

proctype Recipient() {
    byte e, s, a;
    do
    :: atomic {
        nfull(answers) && nempty(wire) ->
        wire ? e, s, a;
        if
        :: stored[PLACE(e, s)] == a ->
#ifdef NO_DEDUP
            effects[a]++;
            assert(effects[a] <= 1);
#endif
            answers ! e, s, a, 1
        :: stored[PLACE(e, s)] != 0 && stored[PLACE(e, s)] != a ->
#ifdef NO_CONFLICT
            stored[PLACE(e, s)] = a;
            effects[a] = (effects[a] == 0 -> 1 : effects[a]);
            assert(stored[PLACE(e, s)] == first_in[PLACE(e, s)]);
            answers ! e, s, a, 1
#else
            /* Both are kept as evidence; no effect. Only a rewound sender signs two. */
            forked = true;
            assert(restored);
            answers ! e, s, a, 0
#endif
        :: stored[PLACE(e, s)] == 0 && e < epoch_in -> answers ! e, s, a, 0
        :: stored[PLACE(e, s)] == 0 && e >= epoch_in ->
            if
            /* It stops before the commit: nothing is kept and nothing is said. */
            :: losses > 0 -> losses--;
#ifdef RECEIPT_FIRST
                answers ! e, s, a, 1
#endif
            :: true ->
                stored[PLACE(e, s)] = a;
                first_in[PLACE(e, s)] = a;
                highest_in = (e > epoch_in || s > highest_in -> s : highest_in);
                epoch_in = e;
                /* Acts are a set. */
                if
                :: effects[a] == 0 -> effects[a] = 1
                :: else
                fi;
                assert(effects[a] == 1);
                answers ! e, s, a, 1
            fi
        fi
       }
    :: quiet && empty(wire) -> break
    od
}

proctype Network() {
    byte e, s, a;
    bit taken;
    do
    :: atomic { losses > 0 && nempty(wire) -> wire ? e, s, a; losses-- }
    :: atomic { losses > 0 && nempty(answers) -> answers ? e, s, a, taken; losses-- }
    /* Any order: the one that would come next goes behind the others. */
    :: atomic { len(wire) > 1 -> wire ? e, s, a; wire ! e, s, a }
    :: atomic { len(answers) > 1 -> answers ? e, s, a, taken; answers ! e, s, a, taken }
    :: atomic {
        doublings > 0 && len(wire) > 0 && len(wire) < 2 ->
        wire ? e, s, a;
        doublings--;
        wire ! e, s, a;
        wire ! e, s, a
       }
    :: quiet -> break
    od
}

init {
    atomic { run Sender(); run Recipient(); run Network() }
}
