import {
  RiCheckboxCircleFill,
  RiAlertFill,
  RiErrorWarningFill,
  RiInformationFill,
  RiLoader4Line,
  RiSubtractLine,
} from '@remixicon/react';
import { Tone } from '../lib/tone';
import styles from './components.module.css';

const icons: Record<Tone, typeof RiInformationFill> = {
  danger: RiAlertFill,
  warning: RiErrorWarningFill,
  success: RiCheckboxCircleFill,
  info: RiInformationFill,
  pending: RiLoader4Line,
  neutral: RiSubtractLine,
};

/** A status as colour, icon and word, so that none of them is needed alone. */
export function StatusBadge(props: {
  label: { word: string; tone: Tone };
  size?: 'small' | 'large';
}) {
  const { label, size = 'small' } = props;
  const Icon = icons[label.tone];
  return (
    <span className={styles.badge} data-tone={label.tone} data-size={size}>
      <Icon aria-hidden className={styles.badgeIcon} />
      {label.word}
    </span>
  );
}
