import { Link } from '@tanstack/react-router';
import { url } from '@/api/client';
import type { Model, ModelVersion } from '@/api/model-schemas';
import { bytes, percent, plural, shortId } from '@/lib/format';
import table from '@/ui/data-table.module.css';
import { Panel } from '@/ui/panel';
import { ScrollFrame } from '@/ui/scroll-frame';
import { TimeAgo } from '@/ui/time-ago';
import { UserText } from '@/ui/user-text';
import { AliasHistory } from './alias-history';
import { AliasMover } from './alias-mover';
import styles from './models-page.module.css';

/** A registered model: its versions with where they come from, its aliases and how they were moved. */
export function ModelPanel({ model }: { model: Model }) {
  return (
    <Panel title={model.name} note={plural(model.versions.length, 'version')} flush>
      <ScrollFrame label={`Versions of ${model.name}`}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col" className={table.number}>Test accuracy</th>
              <th scope="col">Formats</th>
              <th scope="col">From</th>
              <th scope="col">Data</th>
              <th scope="col">Registered</th>
              <th scope="col">Files</th>
            </tr>
          </thead>
          <tbody>
            {model.versions.map((version) => (
              <VersionRow key={version.version} version={version} />
            ))}
          </tbody>
        </table>
      </ScrollFrame>
      <AliasMover model={model} />
      {model.moves.length > 0 && <AliasHistory model={model} />}
    </Panel>
  );
}

function VersionRow({ version }: { version: ModelVersion }) {
  return (
    <tr>
      <th scope="row">
        <span className={styles.version}>{version.version}</span>
        {version.aliases.map((alias) => (
          <span key={alias} className={styles.alias}>
            <UserText cut text={alias} />
          </span>
        ))}
      </th>
      <td className={table.number}>{percent(version.accuracy)}</td>
      <td>
        {version.formats.map((format) => (
          <div key={format.file} className={styles.format} title={`${format.correct} of ${format.images} test images right`}>
            {format.format} <span className={styles.faint}>{bytes(format.bytes)}</span>
          </div>
        ))}
      </td>
      <td>
        <Lineage version={version} />
      </td>
      <td>
        {version.dataset ? (
          <span title={`SHA-256 ${version.dataset.sha256}`} className={styles.nowrap}>
            <UserText cut text={version.dataset.name} /> <code className={styles.faint}>{shortId(version.dataset.sha256)}</code>
          </span>
        ) : (
          '–'
        )}
      </td>
      <td>
        <TimeAgo at={version.registered_at} />
      </td>
      <td>
        <Files version={version} />
      </td>
    </tr>
  );
}

function Lineage({ version }: { version: ModelVersion }) {
  if (version.run_number === null || version.sweep_id === null) {
    return <>run {shortId(version.run_id)}, lost</>;
  }
  return (
    <>
      <Link to="/runs/$runId" params={{ runId: version.run_id }} className={styles.nowrap}>
        run {version.run_number}
      </Link>{' '}
      of{' '}
      <Link to="/sweeps/$sweepId" params={{ sweepId: version.sweep_id }}>
        <UserText cut text={version.sweep ?? ''} />
      </Link>
      <div className={styles.faint}>
        <UserText cut text={version.sweep_file ?? ''} />
      </div>
    </>
  );
}

function Files({ version }: { version: ModelVersion }) {
  const folder = `/models/${encodeURIComponent(version.name)}/versions/${version.version}/files/`;
  return (
    <details>
      <summary className={styles.nowrap}>
        {version.files.length}, {bytes(version.bytes)}
      </summary>
      <ul className={styles.files}>
        {version.files.map((file) => (
          <li key={file.path}>
            <a href={url(folder + encodeURIComponent(file.path))} download={file.path} title={`SHA-256 ${file.sha256}`}>
              {file.path}
            </a>{' '}
            <span className={styles.faint}>{bytes(file.bytes)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
