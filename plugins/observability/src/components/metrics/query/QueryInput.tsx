import { visibleText } from '@internal/page-kit';
import { TargetRef } from '@internal/plugin-observability-common';
import {
  KeyboardEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { TimeWindow } from '../../../hooks/useTimeWindow';
import { accept, Suggestion } from './completion';
import { useSuggestions } from './useSuggestions';
import styles from './query.module.css';

const ROWS = 3;

/**
 * A text with completion.
 *
 * @remarks
 * Enter runs, Shift+Enter begins a line. Arrow keys go into the suggestions only
 * while there are any, and Enter takes one only after that: who just types and
 * presses Enter gets what was typed.
 */
export function QueryInput(props: {
  label: string;
  target: TargetRef;
  time: TimeWindow;
  /** Labels of the series seen last. */
  labels: readonly string[];
  value: string;
  onChange: (value: string) => void;
  onRun: () => void;
}) {
  const { label, target, time, labels, value, onChange, onRun } = props;
  const id = useId();
  const input = useRef<HTMLTextAreaElement>(null);
  const [cursor, setCursor] = useState(value.length);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { place, suggestions, problem } = useSuggestions({
    target,
    time,
    before: value.slice(0, cursor),
    labels,
  });
  const shown = open ? suggestions : [];
  const choice = shown[active];
  const moveTo = useRef<number>();

  // The browser puts the cursor to the end when the text is replaced.
  useLayoutEffect(() => {
    if (moveTo.current !== undefined) {
      input.current?.setSelectionRange(moveTo.current, moveTo.current);
      moveTo.current = undefined;
    }
  });
  useEffect(() => setActive(-1), [place?.prefix, place?.kind]);

  const take = (suggestion: Suggestion) => {
    const next = accept(value, cursor, place!, suggestion);
    onChange(next.text);
    setCursor(next.cursor);
    moveTo.current = next.cursor;
    setOpen(false);
    input.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event;
    // Enter ends the composition of a character there.
    if (event.nativeEvent.isComposing) {
      return;
    }
    if (key === 'Enter' && choice) {
      take(choice);
    } else if (key === 'Enter' && !event.shiftKey) {
      setOpen(false);
      onRun();
    } else if (key === 'Escape' && shown.length > 0) {
      setOpen(false);
    } else if (key === 'ArrowDown' && shown.length > 0) {
      setActive(before => (before + 1) % shown.length);
    } else if (key === 'ArrowUp' && active >= 0) {
      setActive(before => before - 1);
    } else {
      return;
    }
    event.preventDefault();
  };

  return (
    <div className={styles.input}>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        ref={input}
        rows={ROWS}
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        autoComplete="off"
        placeholder="sum by (pod) (rate(http_server_request_duration_seconds_count[5m]))"
        value={value}
        aria-autocomplete="list"
        aria-controls={shown.length > 0 ? `${id}-list` : undefined}
        aria-activedescendant={choice ? `${id}-${active}` : undefined}
        aria-describedby={`${id}-hint`}
        onChange={event => {
          onChange(event.target.value);
          setCursor(event.target.selectionStart);
          setOpen(true);
        }}
        onSelect={event => setCursor(event.currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      />
      {shown.length > 0 && (
        <ul
          id={`${id}-list`}
          role="listbox"
          aria-label="Suggestions"
          className={styles.suggestions}
        >
          {shown.map((suggestion, index) => (
            // Keyboards choose from the text field, as its keys say.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events
            <li
              key={`${suggestion.kind} ${suggestion.text}`}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              // The field would lose the focus, and the list with it.
              onMouseDown={event => event.preventDefault()}
              onClick={() => take(suggestion)}
            >
              <span>{visibleText(suggestion.text) || '(empty)'}</span>
              <span className={styles.note}>{suggestion.kind}</span>
            </li>
          ))}
        </ul>
      )}
      <p id={`${id}-hint`} className={styles.note}>
        Enter runs it, Shift+Enter begins a line
        {problem
          ? `. Names cannot be completed: ${visibleText(problem.message)}`
          : ', arrow keys choose a suggestion.'}
      </p>
      <span role="status" className={styles.unseen}>
        {shown.length > 0 &&
          `${shown.length} ${
            shown.length === 1 ? 'suggestion' : 'suggestions'
          }`}
      </span>
    </div>
  );
}
