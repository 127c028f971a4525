import { useDamage } from '@/api/damage';
import { DamageNotice } from '@/ui/damage-notice';

/** On every page, for every page may lack what is damaged. */
export function DamageBar() {
  const { found, records } = useDamage();
  return <DamageNotice found={found} records={records.map(({ description }) => description)} />;
}
