{{/* What the umbrella itself runs: the pods of `helm test`. */}}
{{- define "practika.workloads" -}}
{{- if .Values.tests.enabled -}}
test-reach:
  as: test
  weight: 0
  to: [test]
  values: {{ toJson .Values.tests }}
{{- if .Values.global.networkPolicy.enabled }}
test-canary:
  as: test
  weight: 1
  values: {{ toJson .Values.tests }}
{{- end }}
{{- end }}
{{- end }}
