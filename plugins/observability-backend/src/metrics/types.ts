import {
  MetricPanelInfo,
  MetricUnit,
} from '@internal/plugin-observability-common';
import { Vocabulary } from '@internal/plugin-observability-node';

/** What a panel's queries are about. @internal */
export type PanelSubject = {
  names: Vocabulary['metrics'];
  namespace: string;
  service: string;
  /** Window of `rate()` and `increase()` in seconds. */
  rateSeconds: number;
};

/** One query of a panel. @internal */
export type PanelPart = {
  query: string;
  /** Name of the one series, or how to name each of several. */
  name: string | ((labels: Record<string, string>) => string);
  /** A limit or a wish, which is drawn but not judged. */
  reference?: boolean;
};

/** A panel of the catalogue: what it shows, how it is asked for, and what change in it matters. @internal */
export type Panel = MetricPanelInfo & {
  parts: (subject: PanelSubject) => PanelPart[];
  /** Differences below these are of no interest, however significant. */
  matters: { minAbsolute: number; minRelative: number };
  /** Changes in the other direction are shown as well, but are good news. Default: both matter. */
  badDirection?: 'up' | 'down';
  /** A gap means that something is missing, and not just that nobody called or that a pod went. */
  gapsMatter?: boolean;
};

/** @internal */
export type { MetricUnit };
