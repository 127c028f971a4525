import type { Model } from '@/api/model-schemas';

/** The number of a model's newest version; versions come newest first. */
export function newest(model: Model): number {
  return model.versions[0]?.version ?? 0;
}
