export { VictoriaLogsPush } from './VictoriaLogsPush';
export { VictoriaMetricsPush, type PushOptions } from './VictoriaMetricsPush';
