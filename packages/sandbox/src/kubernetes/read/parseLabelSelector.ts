import { ApiError } from '../http/ApiError';

/** Whether a set of labels is selected. */
export type LabelMatcher = (
  labels: Readonly<Record<string, string>>,
) => boolean;

const TOKEN = /\s*(==|!=|=|!|\(|\)|,|<|>|[^\s=!(),<>]+)/y;
const KEY =
  /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const MAX_VALUE_CHARACTERS = 63;

/** The rule that a label's value breaks, in the words of the server. */
export const LABEL_VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/** Whether a string may be the value of a label. */
export function isLabelValue(value: string): boolean {
  return value.length <= MAX_VALUE_CHARACTERS && VALUE.test(value);
}

function refuse(why: string): ApiError {
  return ApiError.badRequest(`unable to parse requirement: ${why}`);
}

class SelectorParser {
  readonly #tokens: string[];
  #next = 0;

  constructor(tokens: string[]) {
    this.#tokens = tokens;
  }

  parse(): LabelMatcher[] {
    const requirements: LabelMatcher[] = [];
    do {
      requirements.push(this.#requirement());
    } while (this.#separator());
    return requirements;
  }

  #requirement(): LabelMatcher {
    if (this.#peek() === '!') {
      this.#take();
      const key = this.#key();
      return labels => !(key in labels);
    }
    const key = this.#key();
    const operator = this.#peek();
    switch (operator) {
      case '':
      case ',':
        return labels => key in labels;
      case '=':
      case '==': {
        this.#take();
        const value = this.#value(key);
        return labels => labels[key] === value;
      }
      case '!=': {
        this.#take();
        const value = this.#value(key);
        return labels => labels[key] !== value;
      }
      case 'in': {
        this.#take();
        const values = this.#values(key);
        return labels => key in labels && values.includes(labels[key]);
      }
      case 'notin': {
        this.#take();
        const values = this.#values(key);
        return labels => !(key in labels) || !values.includes(labels[key]);
      }
      case '<':
      case '>': {
        this.#take();
        const bound = Number(this.#value(key));
        return labels =>
          key in labels &&
          (operator === '<'
            ? Number(labels[key]) < bound
            : Number(labels[key]) > bound);
      }
      default:
        throw refuse(
          `found '${operator}', expected: in, notin, =, ==, !=, gt, lt`,
        );
    }
  }

  #key(): string {
    const key = this.#take();
    if (!KEY.test(key)) {
      throw refuse(`found '${key}', expected: !, identifier`);
    }
    return key;
  }

  #value(key: string, index = 0): string {
    const next = this.#peek();
    const value =
      next === '' || next === ',' || next === ')' ? '' : this.#take();
    if (!isLabelValue(value)) {
      throw refuse(
        `values[${index}][${key}]: Invalid value: "${value}": ${LABEL_VALUE_RULE}`,
      );
    }
    return value;
  }

  #values(key: string): string[] {
    if (this.#take() !== '(') {
      throw refuse(
        `found '${this.#tokens[this.#next - 1] ?? ''}' expected: '('`,
      );
    }
    const values: string[] = [];
    for (;;) {
      values.push(this.#value(key, values.length));
      const token = this.#take();
      if (token === ')') {
        return values;
      }
      if (token !== ',') {
        throw refuse(`found '${token}', expected: ',' or ')'`);
      }
    }
  }

  #separator(): boolean {
    const token = this.#take();
    if (token && token !== ',') {
      throw refuse(`found '${token}', expected: ',' or 'end of string'`);
    }
    return token === ',';
  }

  #peek(): string {
    return this.#tokens[this.#next] ?? '';
  }

  #take(): string {
    return this.#tokens[this.#next++] ?? '';
  }
}

/**
 * Reads a label selector with equality and set operators: `a=b,c!=d,e in (f,g),h notin (i),j,!k,l>1`.
 * Throws the 400 of the server for anything else.
 */
export function parseLabelSelector(selector: string): LabelMatcher {
  if (!selector.trim()) {
    return () => true;
  }
  const parser = new SelectorParser(tokenize(selector));
  const requirements = parser.parse();
  return labels => requirements.every(requirement => requirement(labels));
}

function tokenize(selector: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(selector); match; match = TOKEN.exec(selector)) {
    tokens.push(match[1]);
  }
  return tokens;
}
