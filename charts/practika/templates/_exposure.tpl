{{/* How people get in: the same table of paths for an Ingress and for an HTTPRoute. Internal paths are on another port, 8001, which nothing here leads to. */}}

{{/* Path → Service, for what is installed; the longest path wins with both kinds. */}}
{{- define "practika.routes" -}}
{{- range tuple "auth" "exercises" "media" "consent" }}
{{- if (get $.Values .).enabled }}
/api/{{ . }}: {{ $.Release.Name }}-{{ . }}
{{- end }}
{{- end }}
{{- if .Values.web.enabled }}
/: {{ .Release.Name }}-web
{{- end }}
{{- end }}

{{- define "practika.host" -}}
{{- .Values.exposure.host | default (regexReplaceAll ":[0-9]+$" (urlParse .Values.global.publicOrigin).host "") -}}
{{- end }}

{{- define "practika.tlsSecret" -}}
{{- $tls := .Values.exposure.tls -}}
{{- if $tls.secretName }}{{ $tls.secretName }}{{ else if $tls.certificate.issuerRef.name }}{{ .Release.Name }}-tls{{ end -}}
{{- end }}

{{- define "practika.exposure" -}}
{{- $e := .Values.exposure -}}
{{- $metadata := include "practika.metadata" (dict "root" . "name" (include "practika.fullname" .) "annotations" $e.annotations) -}}
{{- if eq $e.type "ingress" }}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  {{- $metadata | nindent 2 }}
spec:
  ingressClassName: {{ $e.ingressClassName }}
  {{- with include "practika.tlsSecret" . }}
  tls:
    - hosts: [{{ include "practika.host" $ | quote }}]
      secretName: {{ . }}
  {{- end }}
  rules:
    - host: {{ include "practika.host" . | quote }}
      http:
        paths:
          {{- range $path, $service := include "practika.routes" . | fromYaml }}
          - path: {{ $path }}
            pathType: Prefix
            backend:
              service: {name: {{ $service }}, port: {name: http}}
          {{- end }}
{{- else if eq $e.type "httpRoute" }}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  {{- $metadata | nindent 2 }}
spec:
  parentRefs:
    {{- toYaml $e.parentRefs | nindent 4 }}
  hostnames: [{{ include "practika.host" . | quote }}]
  rules:
    {{- range $path, $service := include "practika.routes" . | fromYaml }}
    - matches:
        - path: {type: PathPrefix, value: {{ $path }}}
      backendRefs:
        - {name: {{ $service }}, port: 8000}
    {{- end }}
{{- end }}
{{- if and (ne $e.type "none") $e.tls.certificate.issuerRef.name }}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  {{- include "practika.metadata" (dict "root" . "name" (include "practika.fullname" .)) | nindent 2 }}
spec:
  secretName: {{ include "practika.tlsSecret" . }}
  dnsNames: [{{ include "practika.host" . | quote }}]
  issuerRef:
    {{- toYaml $e.tls.certificate.issuerRef | nindent 4 }}
  privateKey: {algorithm: ECDSA, size: 256, rotationPolicy: Always}
{{- end }}
{{- end }}
