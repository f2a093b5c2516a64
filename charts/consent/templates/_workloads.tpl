{{/* What runs of consent; what the words mean stands in practika-lib's _workloads.tpl. */}}
{{- define "consent.workloads" -}}
api:
  as: api
  entry: dist/main.api.js
  env:
    {{- include "practika.settings.api" (dict "root" . "values" .Values.api) | nindent 4 }}
    {{- include "consent.controller" . | nindent 4 }}
    DATABASE_POOL_SIZE: {{ .Values.databasePoolSize | int | quote }}
  files:
    DATABASE_URL: service/database-url
    SERVICE_KEY: service/service-key
    REDIS_CACHE_URL: redis/cache-url
    {{- include "consent.receiptKeys" . | nindent 4 }}
  to: [postgres, redis-cache]
  calls: [auth, media]
  callers: [auth, media]
worker:
  as: worker
  entry: dist/main.worker.js
  env:
    {{- include "practika.settings.worker" (dict "root" . "values" .Values.worker) | nindent 4 }}
    {{- include "consent.controller" . | nindent 4 }}
    PUBLIC_ORIGIN: {{ .Values.global.publicOrigin | quote }}
    MEDIA_INTERNAL_URL: {{ include "practika.internalUrl" (dict "root" . "service" "media") | quote }}
  files:
    DATABASE_URL: service/database-url
    SERVICE_KEY: service/service-key
    REDIS_QUEUE_URL: redis/queue-url
    {{- include "consent.receiptKeys" . | nindent 4 }}
  to: [postgres, redis-queue]
  calls: [media]
  queues: [evt-consent]
  budget: 30
{{- include "practika.migrate" . }}
{{- end }}

{{/* Who answers for the data, as receipts say it. */}}
{{- define "consent.controller" -}}
CONTROLLER_NAME: {{ .Values.controller.name | quote }}
CONTROLLER_ADDRESS: {{ .Values.controller.address | quote }}
CONTROLLER_CONTACT: {{ .Values.controller.contact | quote }}
{{- end }}

{{/* What receipts are signed with, and what they were signed with before, when there was such a time. */}}
{{- define "consent.receiptKeys" -}}
RECEIPT_SIGNING_KEY: service/receipt-signing-key
{{- if .Values.earlierReceiptKeys }}
RECEIPT_EARLIER_KEYS: service/receipt-earlier-keys
{{- end }}
{{- end }}
