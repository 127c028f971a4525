import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import { diagnosisSchema, importanceSchema } from '@/api/schemas';

export const importanceQuery = (sweepId: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'importance'],
    queryFn: ({ signal }) => get(`/sweeps/${encodeURIComponent(sweepId)}/importance`, importanceSchema, signal),
  });

export const diagnosisQuery = (sweepId: string) =>
  queryOptions({
    queryKey: ['sweep', sweepId, 'diagnosis'],
    queryFn: ({ signal }) => get(`/sweeps/${encodeURIComponent(sweepId)}/diagnosis`, diagnosisSchema, signal),
  });
