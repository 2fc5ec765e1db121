"""Files in and out, for both apps: tables as CSV, Excel and OpenDocument, answers as JSON.

reading: bytes to a Table (csv, excel, text); writing: tables to bytes; amounts and dates: what a cell can mean;
questionnaire: answers as rows, and back; names: what a download is called; preview: what was kept, shown, then done.
"""
