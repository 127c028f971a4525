import { useQuery } from '@tanstack/react-query';
import { Failure, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { useTitle } from '@/ui/use-title';
import { modelsQuery } from '@/api/models';
import { ModelPanel } from './model-panel';
import styles from './models-page.module.css';

/** Every registered model with its versions. */
export function ModelsPage() {
  useTitle('Models');
  const { data: models, error, refetch } = useQuery(modelsQuery);
  return (
    <div className={styles.page}>
      <h1>Models</h1>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!models && !error && <Loading what="the models" />}
      {models?.length === 0 && <NoModels />}
      {models?.map((model) => (
        <ModelPanel key={model.name} model={model} />
      ))}
    </div>
  );
}

function NoModels() {
  return (
    <Panel title="Register the first model" note="none is registered yet">
      <div className={styles.first}>
        <p>Type this in the repository’s folder; the run’s verified export is kept under the name, version after version:</p>
        <pre className={styles.command}>
          <code>./trawl models add RUN NAME --alias champion</code>
        </pre>
      </div>
    </Panel>
  );
}
