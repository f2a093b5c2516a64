import { describe, expect, it } from '@jest/globals';
import { declaredMetrics, labelsIn, seriesIn } from '../src/checks/metrics.js';

describe('reading metrics', () => {
  it('should find what the code declares, with labels', () => {
    const found = new Map(declaredMetrics().map((m) => [m.name, m]));
    expect(found.get('practika_queue_jobs')).toEqual({ kind: 'gauge', name: 'practika_queue_jobs', labels: ['queue', 'state'] });
    expect(found.get('http_requests_total')?.labels).toContain('status');
    expect(found.get('media_stage_duration_seconds')?.kind).toBe('histogram');
    expect(found.get('practika_outbox_lag_seconds')?.labels).toEqual([]);
  });

  it('should find the series of an expression and nothing else', () => {
    expect(seriesIn('sum by (service) (rate(http_requests_total{status=~"5..",namespace="x"}[5m])) / on (service) group_left sum(rate(b_total[5m] offset 1h)) > 0.05')).toEqual(['http_requests_total', 'b_total']);
    expect(seriesIn('histogram_quantile(0.95, sum by (le) (rate(a_bucket[5m]))) > bool 1e3 and absent(up{job="x"})')).toEqual(['a_bucket', 'up']);
  });

  it('should find the labels that a series is selected by', () => {
    expect(labelsIn('a{b="1", c=~"x|y"} / d{e!="f"}')).toEqual([{ series: 'a', labels: ['b', 'c'] }, { series: 'd', labels: ['e'] }]);
  });
});
