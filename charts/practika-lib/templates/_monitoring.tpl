{{/* What Prometheus reads. The job of a series is the chart it came from, as the alerts expect. */}}
{{- define "practika.serviceMonitor" -}}
{{- with .Values.global.monitoring.serviceMonitors }}
{{- if .enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  {{- include "practika.metadata" (dict "root" $ "name" (include "practika.fullname" $) "labels" .labels) | nindent 2 }}
spec:
  jobLabel: app.kubernetes.io/name
  targetLabels: [app.kubernetes.io/component]
  namespaceSelector:
    matchNames: [{{ $.Release.Namespace }}]
  selector:
    matchLabels:
      {{- include "practika.selectorLabels" (dict "root" $) | nindent 6 }}
  endpoints:
    - port: metrics
      path: /metrics
      interval: {{ .interval }}
{{- end }}
{{- end }}
{{- end }}
