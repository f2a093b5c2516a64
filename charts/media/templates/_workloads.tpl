{{/* What runs of media; what the words mean stands in practika-lib's _workloads.tpl. */}}
{{- define "media.workloads" -}}
{{- $g := .Values.global -}}
api:
  as: api
  entry: dist/main.api.js
  env:
    {{- include "practika.settings.api" (dict "root" . "values" .Values.api) | nindent 4 }}
    {{- include "practika.settings.s3" (dict "root" . "ofApi" true) | nindent 4 }}
    MEDIA_QUOTA_BYTES: {{ .Values.quota.bytes | int64 | quote }}
    MEDIA_QUOTA_ASSETS: {{ .Values.quota.assets | int64 | quote }}
    DATABASE_POOL_SIZE: {{ .Values.databasePoolSize | int | quote }}
  files:
    DATABASE_URL: service/database-url
    SERVICE_KEY: service/service-key
    REDIS_CACHE_URL: redis/cache-url
    {{- include "practika.settings.s3Keys" (list "uploader" "playback") | trim | nindent 4 }}
  to: [postgres, redis-cache, s3]
  calls: [auth, consent, exercises]
  callers: [auth, exercises, consent]
worker:
  as: worker
  entry: dist/main.worker.js
  env:
    {{- include "practika.settings.worker" (dict "root" . "values" .Values.worker) | nindent 4 }}
    {{- include "practika.settings.s3" (dict "root" .) | nindent 4 }}
    DATABASE_POOL_SIZE: {{ .Values.databasePoolSize | int | quote }}
  files:
    DATABASE_URL: service/database-url
    REDIS_QUEUE_URL: redis/queue-url
    {{- include "practika.settings.s3Keys" (list "deleter") | trim | nindent 4 }}
  to: [postgres, redis-queue, s3]
  queues: [media-delete, evt-media]
  # The longest of both queues: deleting.
  budget: 600
checksum:
  {{- include "media.step" (dict "root" . "name" "checksum") | nindent 2 }}
    WORK_DIR: /work
    FFPROBE_PATH: /usr/local/bin/ffprobe
  files:
    {{- include "media.stepFiles" "checksum" | nindent 4 }}
  to: [postgres, redis-queue, s3]
  work: {{ .Values.checksum.workSize }}
  budget: 600
scan:
  {{- include "media.step" (dict "root" . "name" "scan") | nindent 2 }}
    CLAMD_HOST: {{ .Values.clamd.host | default (printf "%s-clamav" .Release.Name) | quote }}
    CLAMD_PORT: {{ .Values.clamd.port | int | quote }}
    CLAMD_SIGNATURE_MAX_AGE_HOURS: {{ .Values.clamd.signatureMaxAgeHours | int | quote }}
  files:
    {{- include "media.stepFiles" "scan" | nindent 4 }}
  to: [postgres, redis-queue, s3, clamd]
  budget: 900
process:
  {{- include "media.step" (dict "root" . "name" "process") | nindent 2 }}
    WORK_DIR: /work
    FFPROBE_PATH: /usr/local/bin/ffprobe
    FFMPEG_PATH: /usr/local/bin/ffmpeg
    CONSENT_INTERNAL_URL: {{ include "practika.internalUrl" (dict "root" . "service" "consent") | quote }}
  files:
    {{- include "media.stepFiles" "process" | nindent 4 }}
    SERVICE_KEY: service/service-key
  to: [postgres, redis-queue, s3]
  calls: [consent]
  work: {{ .Values.process.workSize }}
  budget: 1800
{{- include "practika.migrate" . }}
{{- if .Values.buckets.setup.enabled }}
buckets:
  as: job
  weight: -4
  entry: dist/main.buckets.js
  values: {{ toJson .Values.buckets.setup }}
  env:
    PRACTIKA_PROFILE: {{ $g.profile | quote }}
    PUBLIC_ORIGIN: {{ $g.publicOrigin | quote }}
    TRUSTED_ORIGINS: {{ join "," $g.trustedOrigins | quote }}
    {{- include "practika.settings.s3" (dict "root" .) | nindent 4 }}
    {{- range $identity, $principal := .Values.buckets.setup.principals }}
    S3_{{ upper $identity }}_PRINCIPAL: {{ $principal | quote }}
    {{- end }}
  files:
    {{- include "practika.settings.s3Keys" (list "setup") | trim | nindent 4 }}
    {{- range tuple "uploader" "playback" "checksum" "scan" "process" "deleter" }}
    S3_{{ upper . }}_ACCESS_KEY: s3/{{ . }}-access-key
    {{- end }}
  to: [s3]
{{- end }}
{{- end }}

{{/* The three steps that a video takes are alike up to here. (dict "root" "name") */}}
{{- define "media.step" -}}
as: worker
entry: dist/main.{{ .name }}.js
queues: [media-{{ .name }}]
env:
  {{- include "practika.settings.worker" (dict "root" .root "values" (get .root.Values .name)) | nindent 2 }}
  {{- include "practika.settings.s3" (dict "root" .root) | nindent 2 }}
  PRACTIKA_PROFILE: {{ .root.Values.global.profile | quote }}
  DATABASE_POOL_SIZE: {{ .root.Values.databasePoolSize | int | quote }}
{{- end }}

{{/* Each step has an S3 identity of its own. */}}
{{- define "media.stepFiles" -}}
DATABASE_URL: service/database-url
REDIS_QUEUE_URL: redis/queue-url
{{- include "practika.settings.s3Keys" (list .) }}
{{- end }}
