# Front-end files: npm stays behind in this stage.
FROM debian:12-slim AS assets
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm python3 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev
COPY scripts/vendor.py scripts/vendor.py
COPY static/icons.txt static/icons.txt
RUN python3 scripts/vendor.py

FROM debian:12-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 KINERJA_DATA=/data HOST=0.0.0.0 PORT=8000
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 python3-venv tzdata \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data kinerja \
    && install -d -o kinerja -g kinerja /data
WORKDIR /app
COPY requirements.txt constraints.txt ./
RUN python3 -m venv /opt/venv && pip install --no-cache-dir -r requirements.txt -c constraints.txt
COPY . .
COPY --from=assets /app/static/vendor static/vendor
USER kinerja
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "kinerja.wsgi", "--config", "gunicorn.conf.py"]
