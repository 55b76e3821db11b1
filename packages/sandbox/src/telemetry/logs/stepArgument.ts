import { HttpError } from '../http';
import { durationArgument } from './selectArguments';

const DEFAULT_STEP = '1d';

export function positiveStep(form: URLSearchParams): bigint {
  const step = durationArgument(form, 'step', DEFAULT_STEP);
  if (step <= 0n) throw new HttpError(400, "'step' must be bigger than zero");
  return step;
}
