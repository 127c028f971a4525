import type { ComponentType } from 'react';
import { ClassesPanel } from './classes/classes-panel';
import { CurvesPanel } from './curves/curves-panel';
import { ImagesPanel } from './images/images-panel';
import { MatricesPanel } from './matrices/matrices-panel';
import { RunsPanel } from './runs/runs-panel';
import { VerdictPanel } from './verdict/verdict-panel';

/** A comparison from top to bottom. A panel takes no props: it asks {@link useCompare}. Some have something to say only of runs that are measured on images. */
export const PANELS: readonly { Panel: ComponentType; ofImages?: true }[] = [
  { Panel: VerdictPanel, ofImages: true },
  { Panel: RunsPanel },
  { Panel: CurvesPanel },
  { Panel: ImagesPanel, ofImages: true },
  { Panel: ClassesPanel, ofImages: true },
  { Panel: MatricesPanel, ofImages: true },
];
