import type { ComponentType } from 'react';
import { AdvicePanel } from './advice/advice-panel';
import { BandCounts } from './bands/band-counts';
import { BestRunPanel } from './best-run/best-run-panel';
import { ChangesPanel } from './changes/changes-panel';
import { CurvesPanel } from './curves/curves-panel';
import { ExplorePanel } from './explore/explore-panel';
import { SweepFilePanel } from './file/sweep-file-panel';
import { FindingsPanel } from './findings/findings-panel';
import { ImportancePanel } from './importance/importance-panel';
import { ParametersPanel } from './parameters/parameters-panel';
import { RunsPanel } from './runs/runs-panel';
import { SweepTagsPanel } from './tags/sweep-tags-panel';
import { whenSeen } from './when-seen';

/** Panels that stand beside each other where there is room. */
export type Row = {
  /** How they share the room: a class of the page's styles; a row of one takes all. */
  layout: 'top' | 'middle' | 'whole';
  panels: readonly ComponentType[];
};

/** A sweep's page from top to bottom. A panel takes no props: it asks {@link useSweep}. */
export const ROWS: readonly Row[] = [
  { layout: 'top', panels: [BandCounts, BestRunPanel] },
  { layout: 'middle', panels: [whenSeen(CurvesPanel), ImportancePanel, FindingsPanel] },
  { layout: 'whole', panels: [AdvicePanel] },
  { layout: 'whole', panels: [whenSeen(ParametersPanel)] },
  { layout: 'whole', panels: [whenSeen(ExplorePanel)] },
  { layout: 'whole', panels: [RunsPanel] },
  { layout: 'whole', panels: [ChangesPanel] },
  { layout: 'whole', panels: [SweepTagsPanel] },
  { layout: 'whole', panels: [SweepFilePanel] },
];

/** Where the page is long: what one jumps to, by the panels' anchors; some are there only in a sweep with a metric. */
export const JUMPS: readonly { anchor: string; title: string; ofMetric?: true }[] = [
  { anchor: 'curves', title: 'Curves' },
  { anchor: 'hyperparameters', title: 'Hyperparameters', ofMetric: true },
  { anchor: 'explore', title: 'Explore' },
  { anchor: 'runs', title: 'Runs' },
];
