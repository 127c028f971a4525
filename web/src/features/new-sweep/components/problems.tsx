import type { Problem } from '@/api/schemas';
import { plural } from '@/lib/format';
import { Panel } from '@/ui/panel';
import { UserText } from '@/ui/user-text';
import styles from './new-sweep-page.module.css';

type Props = { title?: string; problems: readonly Problem[]; onGo: (problem: Problem) => void };

/** What is wrong with the file, each with the way to its place. */
export function Problems({ title = 'problem', problems, onGo }: Props) {
  return (
    <Panel title={plural(problems.length, title)}>
      <ul className={styles.problems} data-testid={`${title}s`}>
        {problems.map((problem, place) => (
          <li key={place}>
            <button type="button" className={styles.place} onClick={() => onGo(problem)}>
              line {problem.line}, column {problem.column}
            </button>{' '}
            found <code><UserText text={problem.found} /></code>, expected <UserText text={problem.expected} />
            {problem.nearest && (
              <>
                {' '}
                (did you mean <code><UserText cut text={problem.nearest} /></code>?)
              </>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
