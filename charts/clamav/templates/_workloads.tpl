{{/* What runs of clamav; what the words mean stands in practika-lib's _workloads.tpl. */}}
{{- define "clamav.workloads" -}}
clamd:
  as: clamd
  to: [signatures]
  callers: [media]
{{- end }}
