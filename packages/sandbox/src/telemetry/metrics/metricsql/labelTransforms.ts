import { compileGoRegexp } from '../../goRegexp';
import { MetricsQueryError } from './MetricsQueryError';
import { GridSeries, Labels } from './series';
import { TransformArguments, expectArguments } from './transformArguments';

export function labelReplace(args: TransformArguments): GridSeries[] {
  expectArguments(args, 5);
  const [target, replacement, source, pattern] = textsFrom(args, 1);
  let compiled: RegExp;
  try {
    compiled = compileGoRegexp(pattern, { anchored: true });
  } catch (error) {
    throw new MetricsQueryError(
      `cannot compile regex ${JSON.stringify(pattern)}: ${
        (error as Error).message
      }`,
    );
  }
  return mapLabels(args, labels => {
    const match = compiled.exec(labels[source] ?? '');
    return match
      ? setLabel(labels, target, expand(replacement, match))
      : labels;
  });
}

/** `$1`, `${1}` and `${name}`, as Go's regexp expands them. */
function expand(template: string, match: RegExpExecArray): string {
  return template.replace(
    /\$(?:\{(\w+)\}|(\w+)|(\$))/g,
    (_, braced, plain, dollar) => {
      if (dollar) return '$';
      const name: string = braced ?? plain;
      return (
        (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? ''
      );
    },
  );
}

export function mapLabels(
  args: TransformArguments,
  run: (labels: Labels) => Labels,
): GridSeries[] {
  if (args.series.length < 1) {
    throw new MetricsQueryError(`not enough args; got 0; want at least 1`);
  }
  return args.series[0].map(({ labels, values }) => ({
    labels: run({ ...labels }),
    values,
  }));
}

export function setLabel(labels: Labels, name: string, value: string): Labels {
  if (value === '') delete labels[name];
  else labels[name] = value;
  return labels;
}

export function textsFrom(args: TransformArguments, first: number): string[] {
  return args.series.slice(first).map((_, i) => args.text(first + i));
}
