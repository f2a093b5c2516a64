{{/* What runs of web; what the words mean stands in practika-lib's _workloads.tpl. */}}
{{- define "web.workloads" -}}
web:
  as: web
  entry: dist/main.web.js
  env:
    {{- include "practika.settings.web" (dict "root" . "values" .Values.web) | nindent 4 }}
{{- end }}
