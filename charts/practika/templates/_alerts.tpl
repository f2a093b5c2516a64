{{/*
Alerts about what people would notice, or soon would. Workers report the same queue from every pod, and every process of a
service the same outbox: hence `max` first.
*/}}
{{- define "practika.alerts" -}}
{{- $ns := printf "namespace=%q" .Release.Namespace -}}
- alert: PractikaServerErrors
  expr: |-
    sum by (job) (rate(http_requests_total{ {{- $ns }},status=~"5.."}[5m]))
      / sum by (job) (rate(http_requests_total{ {{- $ns }}}[5m])) > 0.02
  for: 10m
  severity: critical
  runbook: server-errors
  summary: '{{ `{{ $labels.job }} answers {{ $value | humanizePercentage }} of requests with an error` }}'
  description: More than 2 % of requests of the last ten minutes ended in a 5xx. People see failures.
- alert: PractikaQueueOld
  expr: max by (queue) (practika_queue_oldest_waiting_seconds{ {{- $ns }}}) > 600
  for: 5m
  severity: warning
  runbook: queue-age
  summary: '{{ `Jobs of {{ $labels.queue }} have waited for {{ $value | humanizeDuration }}` }}'
  description: The workers of this queue are away, too few, or fail over and over.
- alert: PractikaScanBacklog
  expr: |-
    max(media_assets_oldest_seconds{ {{- $ns }},state="scanning"}) > 1800
      or sum(max by (state) (practika_queue_jobs{ {{- $ns }},queue="media-scan",state=~"waiting|delayed|prioritized"})) > 200
  for: 10m
  severity: warning
  runbook: scan-backlog
  summary: Videos wait for the virus scan
  description: A video has waited for half an hour, or more than 200 wait. Until scanned it cannot be watched.
- alert: PractikaScannerNotTrusted
  expr: max(practika_scanner_trusted{ {{- $ns }}}) == 0
  for: 10m
  severity: critical
  runbook: scanner-not-trusted
  summary: No worker trusts the virus scanner
  description: The scanner does not answer, or did not find the test file. Nothing is scanned, and every upload waits.
- alert: PractikaSignaturesOld
  expr: max(practika_scanner_signature_age_seconds{ {{- $ns }}}) > 48 * 3600
  for: 15m
  severity: critical
  runbook: signature-age
  summary: '{{ `Signatures of the virus scanner are {{ $value | humanizeDuration }} old` }}'
  description: freshclam has fetched none for two days. Scans stop where media.clamd.signatureMaxAgeHours is reached.
- alert: PractikaMigrationFailed
  expr: max by (job_name) (kube_job_status_failed{ {{- $ns }},job_name=~"{{ .Release.Name }}-.+-(migrate|buckets)"}) > 0
  for: 0m
  severity: critical
  runbook: migration-failed
  summary: '{{ `{{ $labels.job_name }} has failed` }}'
  description: The release did not go on. The pods that were there serve on with the schema that they know.
- alert: PractikaOutboxLag
  expr: max by (job) (practika_outbox_lag_seconds{ {{- $ns }}}) > 120
  for: 5m
  severity: warning
  runbook: outbox-lag
  summary: '{{ `Events of {{ $labels.job }} are sent {{ $value | humanizeDuration }} late` }}'
  description: The worker that relays them is away, or the queue Redis is. Nothing is lost; what follows from it waits.
- alert: PractikaDeadLetters
  expr: max by (job) (practika_dead_letters_open{ {{- $ns }}}) > 0
  for: 5m
  severity: warning
  runbook: dead-letters
  summary: '{{ `{{ $labels.job }} has {{ $value }} events that it could not handle` }}'
  description: Each was tried eight times. Somebody has to look at why, and settle them.
- alert: PractikaCertificateExpires
  expr: |-
    min by (name) (certmanager_certificate_expiration_timestamp_seconds{ {{- $ns }}} or certmanager_certificate_expiration_timestamp_seconds{exported_{{ $ns }}})
      - time() < 14 * 86400
  for: 1h
  severity: warning
  runbook: certificate-expires
  summary: {{ `The certificate {{ $labels.name }} expires in {{ $value | humanizeDuration }}` }}
  description: cert-manager renews a month before; it has not been able to. When it expires browsers refuse the platform.
- alert: PractikaConnectionsDenied
  # Where Hubble counts verdicts with labelsContext=source_namespace,destination_namespace; elsewhere there is no such series.
  expr: |-
    sum by (source_namespace, destination_namespace) (
      rate(hubble_policy_verdicts_total{action="dropped",source_{{ $ns }}}[5m])
        or rate(hubble_policy_verdicts_total{action="dropped",destination_{{ $ns }}}[5m])
    ) > 0
  for: 10m
  severity: warning
  runbook: connections-denied
  summary: {{ `The network denies connections from {{ $labels.source_namespace }} to {{ $labels.destination_namespace }}` }}
  description: For ten minutes something has tried an edge that no policy allows. A policy is missing, or somebody looks around.
{{- end }}

{{- define "practika.rules" -}}
{{- $rules := .Values.global.monitoring.rules }}
{{- if $rules.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  {{- include "practika.metadata" (dict "root" . "name" (include "practika.fullname" .) "labels" $rules.labels) | nindent 2 }}
spec:
  groups:
    - name: {{ .Release.Name }}
      rules:
        {{- range include "practika.alerts" . | fromYamlArray }}
        - alert: {{ .alert }}
          expr: {{ toYaml .expr | nindent 12 | trim }}
          for: {{ get . "for" }}
          labels:
            severity: {{ .severity }}
          annotations:
            summary: {{ .summary | quote }}
            description: {{ .description | quote }}
            runbook_url: {{ printf "%s/%s.md" (trimSuffix "/" $rules.runbookBaseUrl) .runbook }}
        {{- end }}
{{- end }}
{{- end }}

{{- define "practika.dashboard" -}}
{{- $dashboard := .Values.global.monitoring.dashboard }}
{{- if $dashboard.enabled }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  {{- include "practika.metadata" (dict "root" . "name" (printf "%s-dashboard" (include "practika.fullname" .)) "labels" $dashboard.labels) | nindent 2 }}
data:
  practika.json: |
    {{- .Files.Get "files/dashboard.json" | nindent 4 }}
{{- end }}
{{- end }}
