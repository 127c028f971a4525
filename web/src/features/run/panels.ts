import type { ComponentType } from 'react';
import { CheckpointsPanel } from './checkpoints/checkpoints-panel';
import { RunCurvesPanel } from './curves/run-curves-panel';
import { DiagnosisPanel } from './diagnosis/diagnosis-panel';
import { DecisionsPanel, FinalsPanel } from './decisions/decisions-panel';
import { EnvironmentPanel } from './environment/environment-panel';
import { ExportPanel } from './export/export-panel';
import { FailurePanel } from './failure/failure-panel';
import { ImagesPanel } from './images/images-panel';
import { FederatedPanel } from './federated/federated-panel';
import { LogPanel } from './log/log-panel';
import { FiguresPanel } from './metrics/figures-panel';
import { MissingLine } from './missing/missing-line';
import { PlanPanel } from './plan/plan-panel';
import { ProcessPanel } from './process/process-panel';
import { ReproducePanel } from './reproduce/reproduce-panel';
import { RunTagsPanel } from './tags/run-tags-panel';
import { TestPanel } from './test/test-panel';

/** Panels that stand beside each other where there is room. */
export type Row = {
  /** How they share the room: a class of the page's styles; a row of one takes all. */
  layout: 'middle' | 'halves' | 'whole';
  panels: readonly ComponentType[];
};

/** A run's page from top to bottom. A panel takes no props: it asks {@link useRun}. */
export const ROWS: readonly Row[] = [
  { layout: 'whole', panels: [FailurePanel] },
  { layout: 'whole', panels: [DiagnosisPanel] },
  { layout: 'middle', panels: [RunCurvesPanel, FiguresPanel] },
  { layout: 'whole', panels: [FederatedPanel] },
  { layout: 'whole', panels: [MissingLine] },
  { layout: 'whole', panels: [DecisionsPanel] },
  { layout: 'whole', panels: [FinalsPanel] },
  { layout: 'whole', panels: [TestPanel] },
  { layout: 'whole', panels: [ImagesPanel] },
  { layout: 'whole', panels: [LogPanel] },
  { layout: 'whole', panels: [ProcessPanel] },
  { layout: 'whole', panels: [CheckpointsPanel] },
  { layout: 'whole', panels: [ExportPanel] },
  { layout: 'halves', panels: [ReproducePanel, RunTagsPanel] },
  { layout: 'whole', panels: [PlanPanel] },
  { layout: 'whole', panels: [EnvironmentPanel] },
];
