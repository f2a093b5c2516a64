{{/*
Jobs that are hooks: migrations (weight -5), then the buckets (-4). What they need comes before them, at -10: an account and
policies, since of everything else nothing is there at the first installation. Secrets are made by others.
*/}}

{{- define "practika.jobs" -}}
{{- $root := . -}}
{{- range $name, $c := include "practika.components" . | fromYaml }}
{{- if eq $c.kind "Job" }}
{{- $of := dict "root" $root "c" $c }}
{{ include "practika.serviceAccount" $of }}
{{ include "practika.job" $of }}
{{- end }}
{{- end }}
{{- end }}

{{/* (dict "root" "c") */}}
{{- define "practika.job" -}}
---
apiVersion: batch/v1
kind: Job
metadata:
  {{- $hook := include "practika.hook" (dict "events" .c.hook.events "weight" .c.weight "logs" "hook-failed") | fromYaml }}
  {{- include "practika.metadata" (dict "root" .root "name" .c.fullname "component" .c.name "hook" $hook) | nindent 2 }}
spec:
  # Whatever happens it ends, and Helm says so.
  activeDeadlineSeconds: {{ .c.values.activeDeadlineSeconds | int }}
  backoffLimit: {{ .c.values.backoffLimit | int }}
  template:
    metadata:
      {{- include "practika.podMetadata" . | nindent 6 }}
    spec:
      {{- include "practika.podSpec" . | nindent 6 }}
      # The same pod tries again: a network plugin that is slow to let a new pod out has let this one out by then.
      restartPolicy: OnFailure
      terminationGracePeriodSeconds: 30
      containers:
        {{- include "practika.container" . | nindent 8 }}
      volumes:
        {{- include "practika.volumes" . | nindent 8 }}
{{- end }}

{{/* The migration of a service, as a component. */}}
{{- define "practika.migrate" -}}
{{- if .Values.migrate.enabled }}
migrate:
  as: job
  weight: -5
  entry: dist/main.migrate.js
  env:
    RUNTIME_ROLE: {{ .Values.migrate.runtimeRole | quote }}
  files:
    MIGRATION_DATABASE_URL: migration/database-url
  to: [postgres]
{{- end }}
{{- end }}
