import { describeChange, fieldsOf, PrecedingChanges } from './changesBefore';

/** `, since readinessProbe changed from … to …`, when the preceding changes touched a probe or a port. @internal */
export function causeText(changes: PrecedingChanges): string {
  const field =
    fieldsOf(changes, 'probe').at(-1) ??
    fieldsOf(changes, 'other').findLast(({ path }) => /\.ports$/.test(path));
  return field ? `, since ${describeChange(field)}` : '';
}
