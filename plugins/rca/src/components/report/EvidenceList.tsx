import { useReportContext } from './ReportContext';
import { EvidenceItem } from './EvidenceItem';
import styles from './report.module.css';

/** The evidence behind a claim, by id. */
export function EvidenceList(props: { ids: string[] }) {
  const { evidence } = useReportContext();
  return (
    <ul className={styles.evidenceList}>
      {props.ids.map(id => {
        const item = evidence.get(id);
        return item ? (
          <EvidenceItem key={id} evidence={item} />
        ) : (
          <li key={id} className={styles.meta}>
            {id} is not part of this report.
          </li>
        );
      })}
    </ul>
  );
}
