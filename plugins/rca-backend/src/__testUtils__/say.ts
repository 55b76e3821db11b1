import { Rule } from '../rules';
import { snapshotOf } from './snapshot';

/** What a test gives to `snapshotOf`. */
export type SnapshotOptions = Parameters<typeof snapshotOf>[0];

/** What a rule says of a snapshot: severity and title, then category and statement when it names a cause. */
export function say(rule: Rule, options: SnapshotOptions): string[] {
  return rule
    .evaluate(snapshotOf(options))
    .flatMap(({ severity, title, cause }) => [
      `${severity}: ${title}`,
      ...(cause
        ? [`${cause.category} ${cause.weight}: ${cause.statement}`]
        : []),
    ]);
}
