{{/* What runs of auth; what the words mean stands in practika-lib's _workloads.tpl. */}}
{{- define "auth.workloads" -}}
api:
  as: api
  entry: dist/main.api.js
  env:
    {{- include "practika.settings.api" (dict "root" . "values" .Values.api) | nindent 4 }}
    ADMIN_ALLOWED_ADDRESSES: {{ join "," .Values.adminAllowedAddresses | quote }}
    PASSWORD_MIN_LENGTH: {{ .Values.passwordMinLength | int | quote }}
    PASSWORD_HASH_QUEUE: {{ .Values.passwordHashQueue | int | quote }}
    DATABASE_POOL_SIZE: {{ .Values.databasePoolSize | int | quote }}
  files:
    DATABASE_URL: service/database-url
    SERVICE_KEY: service/service-key
    PASSWORD_PEPPER: service/password-pepper
    REDIS_CACHE_URL: redis/cache-url
  to: [postgres, redis-cache]
  # Their keys: it checks who calls it.
  calls: [exercises, media, consent]
  callers: [exercises, media, consent]
worker:
  as: worker
  entry: dist/main.worker.js
  env:
    {{- include "practika.settings.worker" (dict "root" . "values" .Values.worker) | nindent 4 }}
    PRACTIKA_PROFILE: {{ .Values.global.profile | quote }}
    PUBLIC_ORIGIN: {{ .Values.global.publicOrigin | quote }}
    MAIL_FROM: {{ .Values.mailFrom | quote }}
    SMTP_REQUIRE_TLS: {{ .Values.smtpRequireTls | quote }}
  files:
    DATABASE_URL: service/database-url
    PASSWORD_PEPPER: service/password-pepper
    SMTP_URL: service/smtp-url
    REDIS_CACHE_URL: redis/cache-url
    REDIS_QUEUE_URL: redis/queue-url
  to: [postgres, redis-cache, redis-queue, smtp]
  queues: [mail, evt-auth]
  budget: 30
{{- include "practika.migrate" . }}
{{- end }}
