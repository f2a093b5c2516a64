{{/* What runs of exercises; what the words mean stands in practika-lib's _workloads.tpl. */}}
{{- define "exercises.workloads" -}}
api:
  as: api
  entry: dist/main.api.js
  env:
    {{- include "practika.settings.api" (dict "root" . "values" .Values.api) | nindent 4 }}
    DATABASE_POOL_SIZE: {{ .Values.databasePoolSize | int | quote }}
  files:
    DATABASE_URL: service/database-url
    SERVICE_KEY: service/service-key
    REDIS_CACHE_URL: redis/cache-url
  to: [postgres, redis-cache]
  calls: [auth, media]
  callers: [auth, media]
worker:
  as: worker
  entry: dist/main.worker.js
  env:
    {{- include "practika.settings.worker" (dict "root" . "values" .Values.worker) | nindent 4 }}
    MEDIA_INTERNAL_URL: {{ include "practika.internalUrl" (dict "root" . "service" "media") | quote }}
    DATABASE_POOL_SIZE: {{ .Values.databasePoolSize | int | quote }}
  files:
    DATABASE_URL: service/database-url
    SERVICE_KEY: service/service-key
    REDIS_QUEUE_URL: redis/queue-url
  to: [postgres, redis-queue]
  calls: [media]
  queues: [evt-exercises]
  budget: 30
{{- include "practika.migrate" . }}
{{- end }}
