/**
 * Words that a sentence may hold although its evidence does not: what English
 * needs to join facts, and what everybody says of Kubernetes. None of them names
 * a cause, a service or a state, so that a sentence of these words alone claims
 * nothing.
 */
const ORDINARY = `
a about above according across after again against all along already also although an and any are around as at
be because became become been before began begin being below between both but by
came can cause caused causes causing come could
did do does doing due during
each either else even every exactly
find first for found from further
gave get gets got
had has have having hence here how however
if immediately in indeed instead into is it its itself
just kept know known
last later latest least less likely
made make makes many may means might moment more most much
near nearly new newly next now
observed occurred occurring of off often on once only onto or other others our out over own
per point points previous previously
rather recent recently refers related remain remained remains result resulted resulting results
said same saw say says second see seen several show showed showing shown shows since so some soon started starting starts state states status still such suggests
take taken than that the their them then there therefore these they this those though through thus time times to together too took toward towards
under until up upon
value values via
was were what when where whereas which while who whole whose why with within
would
account accounts answer answered answers attempt attempts belongs brought
cluster component components container containers deployment deployments evidence entity event events finding findings
line lines log logged logging logs measured measurement message messages metric metrics minute minutes hour hours seconds
name named names namespace object objects observation part period pod pods
reason report reported reports revision rollout run running runs
service services set sets setting side signal signals
window workload workloads looping based level wide
`;

/** Denials: a sentence may deny only where its evidence does. */
const NEGATIONS = new Set(
  'not no none never neither nor without cannot nothing unable lacks lacked lack lacking missing absent fails failed failing fail refused refuses denied'.split(
    ' ',
  ),
);

/** Words of a direction, which a measurement beside its baseline bears out as well as a word. */
const RISING =
  'above exceeded exceeding exceeds grew grown high higher increase increased increases increasing jumped risen rise rises rising rose climbed up';
const FALLING =
  'below decrease decreased decreases decreasing declined drop dropped drops fall fallen falling falls fell low lower reduced shrank down';

const words = (list: string) => new Set(list.trim().split(/\s+/));

/** @internal */
export const ordinaryWords: ReadonlySet<string> = words(ORDINARY);
/** @internal */
export const negations: ReadonlySet<string> = NEGATIONS;
/** @internal */
export const risingWords: ReadonlySet<string> = words(RISING);
/** @internal */
export const fallingWords: ReadonlySet<string> = words(FALLING);

const ENDINGS =
  /(?:ations?|ations|ments?|ings?|ied|ies|ers?|ed|es|e|s|ly|able|ability)$/;
const SHORTEST_STEM = 3;

/**
 * Crude on purpose: `crashes`, `crashed` and `crashing` are one. Two words that
 * it takes for one by mistake still both have to be near each other in letters.
 * @internal
 */
export function stemOf(word: string): string {
  const stem = word.replace(ENDINGS, '');
  return stem.length >= SHORTEST_STEM ? stem : word;
}
