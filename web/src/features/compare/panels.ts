import type { ComponentType } from 'react';
import { ClassesPanel } from './classes/classes-panel';
import { CurvesPanel } from './curves/curves-panel';
import { ImagesPanel } from './images/images-panel';
import { MatricesPanel } from './matrices/matrices-panel';
import { RunsPanel } from './runs/runs-panel';
import { VerdictPanel } from './verdict/verdict-panel';

/** A comparison from top to bottom. A panel takes no props: it asks {@link useCompare}. */
export const PANELS: readonly ComponentType[] = [VerdictPanel, RunsPanel, CurvesPanel, ImagesPanel, ClassesPanel, MatricesPanel];
