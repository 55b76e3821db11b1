import { registerListAnomaliesAction } from './registerListAnomaliesAction';
import { registerLogPatternsAction } from './registerLogPatternsAction';
import { registerQueryLogsAction } from './registerQueryLogsAction';
import { registerQueryMetricsAction } from './registerQueryMetricsAction';
import { ActionOptions } from './types';

/** What templates and models may ask; each authorises as the routes do. @internal */
export function registerActions(options: ActionOptions): void {
  registerQueryLogsAction(options);
  registerLogPatternsAction(options);
  registerQueryMetricsAction(options);
  registerListAnomaliesAction(options);
}
